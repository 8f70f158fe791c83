package org.arbit.experiments;

import java.util.List;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.Dataset;

/**
 * A finished run with everything that a report shows.
 *
 * @param summary the numbers
 * @param network the shape of the super-network
 * @param bitWidths its candidate bit-widths
 * @param test the test split: the images, labels and, where known, difficulties behind the outcomes
 * @param evaluated every result of the summary, in its order, with its outcomes
 * @param chosen index in {@code evaluated} of the agent's result that was chosen on the validation
 *     split, and whose policy is exported; -1 if there is none
 * @param config the effective configuration, as YAML text
 * @param command the commands that reproduce the run, a line each
 */
public record RunRecord(
    Summary summary,
    NetworkSpec network,
    BitWidths bitWidths,
    Dataset test,
    List<Evaluated> evaluated,
    int chosen,
    String config,
    String command) {

  /** Copies the list. */
  public RunRecord {
    evaluated = List.copyOf(evaluated);
    if (chosen < -1 || chosen >= evaluated.size()) {
      throw new IllegalArgumentException(
          "The chosen result is number " + chosen + ", but there are " + evaluated.size() + ".");
    }
  }
}
