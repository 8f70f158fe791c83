package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the trade-offs at which an agent is reported, from what it did on the validation split:
 * for each tolerated loss of accuracy the cheapest trade-off within it, or for each budget the most
 * accurate one within it.
 */
public final class OperatingPoints {

  private final List<Double> losses;
  private final List<Double> budgets;
  private final Reference reference;

  /**
   * Says what is wanted; without losses and budgets, everything that is tried.
   *
   * @param losses fractions of accuracy against the reference, for example 0.005 for half a point
   * @param budgets shares of the reference's BitOps; only without losses
   * @param reference what both are counted from
   */
  public OperatingPoints(List<Double> losses, List<Double> budgets, Reference reference) {
    if (!losses.isEmpty() && !budgets.isEmpty()) {
      throw new IllegalArgumentException("Losses and budgets cannot both be given.");
    }
    this.losses = List.copyOf(losses);
    this.budgets = List.copyOf(budgets);
    this.reference = reference;
  }

  /**
   * The uniform highest bit-width on the validation split.
   *
   * @param accuracy fraction
   * @param bitOps per sample
   */
  public record Reference(double accuracy, double bitOps) {}

  /**
   * What an agent did at one trade-off on the validation split.
   *
   * @param tradeOff lambda
   * @param accuracy fraction
   * @param totalBitOps mean per sample, controller included
   */
  public record Candidate(double tradeOff, double accuracy, double totalBitOps) {}

  /**
   * Returns one candidate for each loss or budget, all different, in their order; all candidates
   * where neither is given. In place of a candidate that is already taken comes, for a loss, the
   * nearest free one in the order of trade-offs, and for a budget the best free one.
   *
   * @param candidates at least as many as there are losses or budgets
   */
  public List<Candidate> choose(List<Candidate> candidates) {
    int points = losses.size() + budgets.size();
    if (candidates.size() < points) {
      throw new IllegalArgumentException(
          points + " operating points cannot be chosen from " + candidates.size() + ".");
    }
    if (points == 0) {
      return List.copyOf(candidates);
    }
    List<Candidate> ordered = new ArrayList<>(candidates);
    ordered.sort(Comparator.comparingDouble(Candidate::tradeOff));
    List<Candidate> chosen = new ArrayList<>();
    for (double loss : losses) {
      Candidate best = cheapestWithin(ordered, reference.accuracy() - loss);
      chosen.add(chosen.contains(best) ? nearestFree(ordered, chosen, best) : best);
    }
    for (double budget : budgets) {
      List<Candidate> free = new ArrayList<>(ordered);
      free.removeAll(chosen);
      chosen.add(mostAccurateWithin(free, budget * reference.bitOps()));
    }
    return chosen;
  }

  /**
   * Returns how good an agent is at its operating points, more is better: for budgets the mean
   * accuracy, zero where a budget is exceeded; for losses minus the mean share of the reference's
   * BitOps, that of the reference where an agent loses more; for neither the {@link
   * ValidationScore}. Our interpretation.
   *
   * @param chosen of {@link #choose}
   */
  public double score(List<Candidate> chosen) {
    if (losses.isEmpty() && budgets.isEmpty()) {
      return ValidationScore.of(chosen, reference.bitOps());
    }
    double sum = 0;
    for (int i = 0; i < chosen.size(); i++) {
      Candidate point = chosen.get(i);
      if (losses.isEmpty()) {
        sum += point.totalBitOps() <= budgets.get(i) * reference.bitOps() ? point.accuracy() : 0;
      } else {
        boolean within = point.accuracy() >= reference.accuracy() - losses.get(i);
        sum -= within ? point.totalBitOps() / reference.bitOps() : 1;
      }
    }
    return sum / chosen.size();
  }

  /**
   * Returns the index of the best of several agents at one operating point: the cheapest of those
   * that keep its tolerated loss, the most accurate of those that keep its budget; without either
   * the most accurate.
   *
   * @param chosen of {@link #choose}, for each agent
   * @param point index of the operating point
   */
  public int best(List<List<Candidate>> chosen, int point) {
    List<Candidate> there = chosen.stream().map(points -> points.get(point)).toList();
    if (!losses.isEmpty()) {
      return there.indexOf(cheapestWithin(there, reference.accuracy() - losses.get(point)));
    }
    double most =
        budgets.isEmpty() ? Double.POSITIVE_INFINITY : budgets.get(point) * reference.bitOps();
    return there.indexOf(mostAccurateWithin(there, most));
  }

  /** Returns the cheapest that is so accurate; if there is none, the most accurate one. */
  private static Candidate cheapestWithin(List<Candidate> candidates, double least) {
    return candidates.stream()
        .filter(c -> c.accuracy() >= least)
        .min(Comparator.comparingDouble(Candidate::totalBitOps))
        .orElseGet(
            () ->
                candidates.stream()
                    .max(Comparator.comparingDouble(Candidate::accuracy))
                    .orElseThrow());
  }

  /** Returns the most accurate that costs no more; if there is none, the cheapest one. */
  private static Candidate mostAccurateWithin(List<Candidate> candidates, double most) {
    Optional<Candidate> best =
        candidates.stream()
            .filter(c -> c.totalBitOps() <= most)
            .max(
                Comparator.comparingDouble(Candidate::accuracy)
                    .thenComparing(Candidate::totalBitOps, Comparator.reverseOrder()));
    return best.orElseGet(
        () ->
            candidates.stream()
                .min(Comparator.comparingDouble(Candidate::totalBitOps))
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
