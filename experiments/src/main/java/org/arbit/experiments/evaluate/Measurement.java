package org.arbit.experiments.evaluate;

import org.arbit.agents.Outcomes;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Turns the outcomes of an evaluation into a result. */
public final class Measurement {

  private Measurement() {}

  /**
   * Returns the result of one operating point.
   *
   * @param data what was evaluated; difficulties are correlated with the bits where it has them
   */
  public static Evaluated of(
      String name,
      ResultType type,
      @Nullable Long seed,
      @Nullable Double tradeOff,
      Outcomes outcomes,
      Dataset data) {
    double network = outcomes.meanNetworkBitOps();
    double controller = outcomes.meanControllerBitOps();
    Result result =
        new Result(
            name,
            type,
            seed,
            tradeOff,
            outcomes.accuracy(),
            outcomes.meanBits(),
            network,
            controller,
            network + controller,
            type == ResultType.AGENT ? difficultyCorrelation(outcomes, data) : null);
    return new Evaluated(result, samples(outcomes, data));
  }

  /**
   * Returns Spearman's correlation between the given difficulty and the mean bits of a sample; null
   * where the data have no difficulties or all samples get the same bits.
   */
  public static @Nullable Double difficultyCorrelation(Outcomes outcomes, Dataset data) {
    double[] difficulty = new double[data.size()];
    double[] bits = new double[data.size()];
    for (int i = 0; i < data.size(); i++) {
      difficulty[i] = data.difficulty(i);
      if (Double.isNaN(difficulty[i])) {
        return null;
      }
      bits[i] = outcomes.bits(i);
    }
    return Statistics.spearman(difficulty, bits);
  }

  private static SampleOutcomes samples(Outcomes outcomes, Dataset data) {
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.label(i);
    }
    return new SampleOutcomes(
        outcomes.layers(),
        bytes(outcomes.weightBits()),
        bytes(outcomes.activationBits()),
        outcomes.predicted(),
        labels);
  }

  private static byte[] bytes(int[] bits) {
    byte[] narrow = new byte[bits.length];
    for (int i = 0; i < bits.length; i++) {
      narrow[i] = (byte) bits[i];
    }
    return narrow;
  }
}
