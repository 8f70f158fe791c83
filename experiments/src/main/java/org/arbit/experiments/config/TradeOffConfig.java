package org.arbit.experiments.config;

import java.util.List;

/**
 * At which prices lambda an agent is evaluated.
 *
 * @param candidates tried on the validation split
 * @param losses for each, the cheapest candidate is reported that loses no more than this (a
 *     fraction of accuracy, counted from the uniform highest bit-width) on the validation split;
 *     empty where every candidate is reported, so that all seeds are measured at the same prices
 * @param exported index of the operating point by which the best agent is chosen
 */
public record TradeOffConfig(List<Double> candidates, List<Double> losses, int exported) {

  /** The greatest price that environments take. */
  public static final int GREATEST = 30;

  /** Checks every setting. */
  public TradeOffConfig {
    candidates = List.copyOf(candidates);
    losses = List.copyOf(losses);
    Problems problems =
        new Problems()
            .require(
                !candidates.isEmpty() && candidates.size() >= losses.size(),
                "candidates",
                candidates,
                "at least one, and as many as there are losses")
            .range("exported", exported, 0, Math.max(0, points(candidates, losses) - 1));
    for (double candidate : candidates) {
      problems.range("candidates", candidate, 0, GREATEST);
    }
    for (double loss : losses) {
      problems.range("losses", loss, 0, 1);
    }
    problems.throwIfAny();
  }

  /** Returns the number of operating points of an agent. */
  public int points() {
    return points(candidates, losses);
  }

  private static int points(List<Double> candidates, List<Double> losses) {
    return losses.isEmpty() ? candidates.size() : losses.size();
  }
}
