package org.arbit.experiments.evaluate;

import java.util.List;

/** One number for how good an agent is over all prices, from the validation split alone. */
public final class ValidationScore {

  private ValidationScore() {}

  /**
   * Returns the mean, over trade-offs lambda, of accuracy - lambda x (total BitOps / BitOps of the
   * uniform highest bit-width): what an agent earns with the reward terms {@code correct} and
   * {@code bitops}, and its own BitOps on the bill. Our interpretation.
   *
   * @param candidates at least one
   * @param mostBitOps of the network at the uniform highest bit-width, per sample
   */
  public static double of(List<OperatingPoints.Candidate> candidates, double mostBitOps) {
    return candidates.stream()
        .mapToDouble(c -> c.accuracy() - c.tradeOff() * c.totalBitOps() / mostBitOps)
        .average()
        .orElseThrow();
  }
}
