package org.arbit.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a sweep.
 *
 * @param command that each trial is one call of
 * @param trials in the order of the file, the seeds of a combination side by side
 * @param halving how only the better ones go on; null if all run to their end
 * @param yaml the sweep as it was read, with what was set on the command line
 */
public record SweepPlan(
    TrialCommand command, List<Trial> trials, @Nullable HalvingConfig halving, String yaml) {

  /** Copies the list. */
  public SweepPlan {
    trials = List.copyOf(trials);
  }
}
