package org.arbit.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.NetworkPlan;

/** The results of a trained network without any agent: one for each uniform bit-width. */
final class UniformResults {

  private static final String DEDICATED = "dedicated";

  private UniformResults() {}

  /**
   * Returns the results, named {@code uniform-8}, or {@code dedicated-8} for a network that knows
   * one bit-width only.
   *
   * @param accuracies on the test split, by bit-width; 32 is floating point
   */
  static List<Result> of(SuperNetCheckpoint checkpoint, SortedMap<Integer, Double> accuracies) {
    NetworkSpec spec =
        NetworkPlan.of(checkpoint.network(), checkpoint.image(), checkpoint.classes()).spec();
    boolean dedicated = accuracies.size() == 1;
    List<Result> results = new ArrayList<>();
    accuracies.forEach(
        (bits, accuracy) -> {
          double bitOps = bitOps(spec, bits);
          results.add(
              new Result(
                  (dedicated ? DEDICATED : "uniform") + "-" + bits,
                  dedicated ? ResultType.DEDICATED : ResultType.STATIC,
                  null,
                  null,
                  accuracy,
                  bits,
                  bitOps,
                  0,
                  bitOps,
                  null));
        });
    return results;
  }

  private static double bitOps(NetworkSpec spec, int bits) {
    return bits == BitOps.FP32_BITS
        ? (double) (spec.searchableMacs() + spec.fixedMacs()) * bits * bits
        : BitOps.ofNetwork(spec, Allocation.uniform(spec.layers(), bits));
  }
}
