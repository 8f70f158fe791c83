package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the trade-offs at which an agent is reported, from what it did on the validation split:
 * for each tolerated loss of accuracy against a reference, the cheapest trade-off within it.
 */
public final class OperatingPoints {

  private OperatingPoints() {}

  /**
   * What an agent did at one trade-off on the validation split.
   *
   * @param tradeOff lambda
   * @param accuracy fraction
   * @param totalBitOps mean per sample, controller included
   */
  public record Candidate(double tradeOff, double accuracy, double totalBitOps) {}

  /**
   * Returns one candidate for each tolerated loss, all different, by descending accuracy bound. A
   * candidate that is already taken is replaced by the nearest free one in the order of trade-offs.
   *
   * @param candidates at least as many as there are losses
   * @param reference accuracy on the validation split that the losses are counted from
   * @param losses fractions, for example 0.005 for half a point; without any, all candidates are
   *     returned as they are
   */
  public static List<Candidate> choose(
      List<Candidate> candidates, double reference, List<Double> losses) {
    if (candidates.size() < losses.size()) {
      throw new IllegalArgumentException(
          losses.size() + " operating points cannot be chosen from " + candidates.size() + ".");
    }
    if (losses.isEmpty()) {
      return List.copyOf(candidates);
    }
    List<Candidate> ordered = new ArrayList<>(candidates);
    ordered.sort(Comparator.comparingDouble(Candidate::tradeOff));
    List<Candidate> chosen = new ArrayList<>();
    for (double loss : losses) {
      Candidate best = cheapestWithin(ordered, reference - loss);
      chosen.add(chosen.contains(best) ? nearestFree(ordered, chosen, best) : best);
    }
    return chosen;
  }

  /**
   * Returns the cheapest candidate that is at least as accurate as {@code least}; if there is none,
   * the most accurate one.
   */
  public static Candidate cheapestWithin(List<Candidate> candidates, double least) {
    return candidates.stream()
        .filter(c -> c.accuracy() >= least)
        .min(Comparator.comparingDouble(Candidate::totalBitOps))
        .orElseGet(
            () ->
                candidates.stream()
                    .max(Comparator.comparingDouble(Candidate::accuracy))
                    .orElseThrow());
  }

  // Cheaper neighbours first: what comes later in the list tolerates more loss.
  private static Candidate nearestFree(
      List<Candidate> ordered, List<Candidate> taken, Candidate wanted) {
    int from = ordered.indexOf(wanted);
    for (int distance = 1; distance < ordered.size(); distance++) {
      for (int at : new int[] {from + distance, from - distance}) {
        if (at >= 0 && at < ordered.size() && !taken.contains(ordered.get(at))) {
          return ordered.get(at);
        }
      }
    }
    throw new IllegalStateException("All candidates are taken.");
  }
}
