package org.arbit.agents.baseline;

import org.arbit.agents.Evaluator;
import org.arbit.agents.Outcomes;
import org.arbit.agents.OutcomesBuilder;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/**
 * Tries every allocation on every sample and takes the one of greatest value, knowing the label: a
 * bound for any policy, not a target, and not what a device could do.
 */
final class OracleEvaluator implements Evaluator {

  private final Metric metric;
  private final long most;

  /**
   * Creates the evaluator.
   *
   * @param most allocations that are tried at most
   */
  OracleEvaluator(Metric metric, long most) {
    this.metric = metric;
    this.most = most;
  }

  @Override
  public Outcomes evaluate(SuperNetwork network, Dataset data, double tradeOff) {
    int layers = network.spec().layers();
    BitWidths candidates = network.bitWidths();
    double count = Math.pow(candidates.size(), layers);
    if (count > most) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "The oracle would try %.0f allocations of %s, but at most %d are allowed. Maybe"
                  + " raise allocations, or use a smaller network?",
              count,
              network.spec().name(),
              most));
    }
    OutcomesBuilder builder = new OutcomesBuilder(layers, data.size());
    double[] best = new double[data.size()];
    java.util.Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int index = 0; index < (int) count; index++) {
      int[] bits = allocation(index, layers, candidates);
      NetworkRun.Choice choice = (sample, layer) -> bits[layer];
      Outcomes outcomes = new NetworkRun(network, data).run(choice, choice);
      for (int i = 0; i < best.length; i++) {
        long bitOps = outcomes.networkBitOps()[i];
        double value = metric.of(outcomes, i) - tradeOff * Share.of(network, (double) bitOps);
        if (value > best[i]) {
          best[i] = value;
          builder.set(
              i,
              new OutcomesBuilder.Answer(
                  outcomes.correct()[i], outcomes.predicted()[i], outcomes.logLikelihood()[i]),
              bits,
              bits,
              bitOps,
              0);
        }
      }
    }
    return builder.build();
  }

  private static int[] allocation(int index, int layers, BitWidths candidates) {
    int[] bits = new int[layers];
    int rest = index;
    for (int layer = layers - 1; layer >= 0; layer--) {
      bits[layer] = candidates.at(rest % candidates.size());
      rest /= candidates.size();
    }
    return bits;
  }
}
