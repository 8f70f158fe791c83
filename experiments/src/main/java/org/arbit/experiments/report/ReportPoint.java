package org.arbit.experiments.report;

/**
 * One operating point: what an agent (or a baseline) reached at one trade-off, on the test split.
 *
 * @param name as in {@code summary.json}, such as {@code dqn}, {@code uniform-8} or {@code
 *     random@dqn@0.03}
 * @param type {@code agent}, {@code static}, {@code dedicated}, {@code random}, {@code cascade} or
 *     {@code oracle}
 * @param tradeOff the price lambda that it was run at; NaN where it has none
 * @param seeds number of seeds that the point stands for, at least 1
 * @param accuracy share of right answers, in [0, 1]
 * @param meanBits mean bit-width over samples and layers
 * @param networkBitOps mean BitOps of the network per sample, fixed layers included
 * @param controllerBitOps mean BitOps of the policy per sample; 0 for a static allocation
 * @param difficultyCorrelation Spearman's correlation of bits spent and given difficulty; NaN where
 *     the data have no difficulty
 */
public record ReportPoint(
    String name,
    String type,
    double tradeOff,
    int seeds,
    Estimate accuracy,
    double meanBits,
    double networkBitOps,
    double controllerBitOps,
    double difficultyCorrelation) {

  /** What begins the names of the greedy search's allocations. */
  private static final String GREEDY = "greedy@";

  /** Checks that the costs can be drawn on a logarithmic axis. */
  public ReportPoint {
    if (!(networkBitOps > 0) || !(controllerBitOps >= 0)) {
      throw new IllegalArgumentException(
          "The BitOps of a result are positive (network) and not negative (controller), but "
              + name
              + " has "
              + networkBitOps
              + " and "
              + controllerBitOps
              + ".");
    }
  }

  /** Returns the BitOps on the bill: those of the network and of the controller. */
  public double totalBitOps() {
    return networkBitOps + controllerBitOps;
  }

  /** Whether the result learned its allocations. */
  public boolean isAgent() {
    return type.equals("agent");
  }

  /** Whether it is one of several operating points at different prices. */
  boolean hasPrice() {
    return !Double.isNaN(tradeOff);
  }

  /** Whether the line of this point has a colour of its own, unlike what is always there. */
  boolean isColoured() {
    return !type.equals("random") && (isAgent() || hasPrice() || name.startsWith(GREEDY));
  }

  /** Returns the name of the line that joins this point to others in the frontier. */
  String series() {
    return switch (type) {
      case "static" ->
          name.startsWith("uniform-")
              ? "uniform"
              : name.startsWith(GREEDY) ? "greedy" : hasPrice() ? name : "static";
      case "random" -> "random, same cost";
      case "dedicated" -> "dedicated";
      default -> name;
    };
  }

  /** Returns the few characters that stand beside the point in a picture. */
  String label() {
    if (type.equals("static") && name.startsWith("uniform-")) {
      return name.substring("uniform-".length()) + " bit";
    }
    if (type.equals("random")) {
      return "";
    }
    if (name.startsWith(GREEDY) || (hasPrice() && !isAgent())) {
      return "";
    }
    return hasPrice() ? "\u03bb " + Numbers.plain(tradeOff) : name;
  }
}
