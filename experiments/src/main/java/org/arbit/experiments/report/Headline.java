package org.arbit.experiments.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The result in a sentence: what the best agent saves against the most precise uniform network. */
final class Headline {

  /** Loss of accuracy, against the most precise uniform network, that still counts as equal. */
  static final double TOLERANCE = 0.005;

  private Headline() {}

  static String of(List<ReportPoint> points) {
    Optional<ReportPoint> uniform = mostPrecise(points);
    if (uniform.isEmpty()) {
      return points.size() + " results, none of them uniform to compare with.";
    }
    ReportPoint reference = uniform.get();
    return cheapestEqual(points, reference)
        .map(agent -> sentence(agent, reference) + againstCheapest(agent, points))
        .orElse(
            "No agent came within "
                + Numbers.plain(100 * TOLERANCE)
                + " points of "
                + reference.name()
                + " (accuracy "
                + Numbers.percent(reference.accuracy().value(), 2)
                + " %).");
  }

  /** Returns the uniform allocation with the most BitOps. */
  static Optional<ReportPoint> mostPrecise(List<ReportPoint> points) {
    return points.stream()
        .filter(p -> p.type().equals("static") && p.name().startsWith("uniform-"))
        .max(Comparator.comparingDouble(ReportPoint::totalBitOps));
  }

  /** Returns the agent with the fewest BitOps among those as accurate as {@code reference}. */
  static Optional<ReportPoint> cheapestEqual(List<ReportPoint> points, ReportPoint reference) {
    double least = reference.accuracy().value() - TOLERANCE;
    return points.stream()
        .filter(p -> p.isAgent() && p.accuracy().value() >= least)
        .min(Comparator.comparingDouble(ReportPoint::totalBitOps));
  }

  private static String sentence(ReportPoint agent, ReportPoint reference) {
    String difficulty =
        Double.isNaN(agent.difficultyCorrelation())
            ? ""
            : " Bits follow difficulty with a rank correlation of "
                + Numbers.fixed(agent.difficultyCorrelation(), 2)
                + ".";
    return agent.name()
        + (Double.isNaN(agent.tradeOff())
            ? ""
            : " at trade-off \u03bb = " + Numbers.plain(agent.tradeOff()))
        + " answers "
        + Numbers.percent(agent.accuracy().value(), 2)
        + " % right"
        + interval(agent)
        + " with "
        + Numbers.percent(agent.totalBitOps() / reference.totalBitOps(), 1)
        + " % of the bit operations of "
        + reference.name()
        + " ("
        + Numbers.percent(reference.accuracy().value(), 2)
        + " %), its own controller included."
        + difficulty;
  }

  private static String interval(ReportPoint agent) {
    return agent.seeds() == 1
        ? " (one seed)"
        : " ("
            + agent.seeds()
            + " seeds, 95 % interval "
            + Numbers.percent(agent.accuracy().low(), 2)
            + " to "
            + Numbers.percent(agent.accuracy().high(), 2)
            + ")";
  }

  /** Compares with the cheapest uniform allocation that is as accurate, in all honesty. */
  private static String againstCheapest(ReportPoint agent, List<ReportPoint> points) {
    return points.stream()
        .filter(p -> p.type().equals("static") && p.name().startsWith("uniform-"))
        .filter(p -> p.accuracy().value() >= agent.accuracy().value())
        .min(Comparator.comparingDouble(ReportPoint::totalBitOps))
        .map(
            p ->
                " That is "
                    + Numbers.percent(agent.totalBitOps() / p.totalBitOps(), 1)
                    + " % of those of "
                    + p.name()
                    + ", the cheapest uniform allocation that is as accurate.")
        .orElse(" No uniform allocation is as accurate.");
  }
}
