package org.arbit.experiments.config;

import java.util.List;

/**
 * At which prices lambda an agent is evaluated.
 *
 * @param candidates tried on the validation split
 * @param losses for each, the cheapest candidate is reported that loses no more than this (a
 *     fraction of accuracy, counted from the uniform highest bit-width) on the validation split
 * @param exported index in {@code losses} of the operating point by which the best agent is chosen
 */
public record TradeOffConfig(List<Double> candidates, List<Double> losses, int exported) {

  /** Checks every setting. */
  public TradeOffConfig {
    candidates = List.copyOf(candidates);
    losses = List.copyOf(losses);
    Problems problems =
        new Problems()
            .require(
                candidates.size() >= losses.size() && !losses.isEmpty(),
                "candidates",
                candidates,
                "at least as many as there are losses, and these at least one")
            .range("exported", exported, 0, Math.max(0, losses.size() - 1));
    for (double candidate : candidates) {
      problems.range("candidates", candidate, 0, 30);
    }
    for (double loss : losses) {
      problems.range("losses", loss, 0, 1);
    }
    problems.throwIfAny();
  }
}
