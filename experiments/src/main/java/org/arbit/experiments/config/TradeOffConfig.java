package org.arbit.experiments.config;

import java.util.List;

/**
 * At which prices lambda an agent is evaluated. Without losses and budgets every candidate is
 * reported, so that all seeds are measured at the same prices.
 *
 * @param candidates tried on the validation split
 * @param losses for each, the cheapest candidate is reported that loses no more than this (a
 *     fraction of accuracy, counted from the uniform highest bit-width) on the validation split
 * @param budgets for each, the most accurate candidate is reported that costs no more than this (a
 *     share of the BitOps of the uniform highest bit-width, controller included) on the validation
 *     split; only without losses
 * @param exported index of the operating point by which the best agent is chosen
 */
public record TradeOffConfig(
    List<Double> candidates, List<Double> losses, List<Double> budgets, int exported) {

  /** The greatest price that environments take. */
  public static final int GREATEST = 30;

  /** Checks every setting. */
  public TradeOffConfig {
    candidates = List.copyOf(candidates);
    losses = List.copyOf(losses);
    budgets = List.copyOf(budgets);
    int asked = losses.size() + budgets.size();
    int points = points(candidates, losses, budgets);
    Problems problems =
        new Problems()
            .require(
                !candidates.isEmpty() && candidates.size() >= asked,
                "candidates",
                candidates,
                "at least one, and as many as there are losses or budgets")
            .require(
                losses.isEmpty() || budgets.isEmpty(),
                "budgets",
                budgets,
                "empty where losses are given, or they empty where budgets are")
            .range("exported", exported, 0, Math.max(1, points) - 1);
    for (double candidate : candidates) {
      problems.range("candidates", candidate, 0, GREATEST);
    }
    for (double loss : losses) {
      problems.range("losses", loss, 0, 1);
    }
    for (double budget : budgets) {
      problems.range("budgets", budget, 0, 1);
    }
    problems.throwIfAny();
  }

  /** Returns the number of operating points of an agent. */
  public int points() {
    return points(candidates, losses, budgets);
  }

  private static int points(List<Double> candidates, List<Double> losses, List<Double> budgets) {
    int asked = losses.size() + budgets.size();
    return asked > 0 ? asked : candidates.size();
  }
}
