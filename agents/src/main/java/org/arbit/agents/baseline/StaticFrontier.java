package org.arbit.agents.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/** Static allocations that have been tried on validation data, each once. */
final class StaticFrontier {

  private final SuperNetwork network;
  private final Dataset validation;
  private final Metric metric;
  private final Map<List<Integer>, Point> tried = new LinkedHashMap<>();

  /**
   * An allocation and what it gave.
   *
   * @param bits one bit-width per layer
   * @param quality mean of the metric
   * @param share of the BitOps at the greatest bit-width
   */
  record Point(List<Integer> bits, double quality, double share) {

    /** Returns the quality less the price of the share. */
    double value(double tradeOff) {
      return quality - tradeOff * share;
    }

    /** Whether this is at least as good and as cheap as another. */
    boolean covers(Point other) {
      return quality >= other.quality && share <= other.share;
    }
  }

  StaticFrontier(SuperNetwork network, Dataset validation, Metric metric) {
    this.network = network;
    this.validation = validation;
    this.metric = metric;
  }

  /** Runs an allocation, unless it has been tried before. */
  Point attempt(int[] bits) {
    List<Integer> key = Arrays.stream(bits).boxed().toList();
    Point known = tried.get(key);
    if (known != null) {
      return known;
    }
    NetworkRun.Choice choice = (sample, layer) -> bits[layer];
    var outcomes = new NetworkRun(network, validation).run(choice, choice);
    Point point =
        new Point(key, metric.mean(outcomes), Share.of(network, outcomes.meanNetworkBitOps()));
    tried.put(key, point);
    return point;
  }

  /** Returns how many have been tried. */
  int size() {
    return tried.size();
  }

  /** Returns those that no other one covers, in the order in which they were tried. */
  @SuppressWarnings("ReferenceEquality") // every other point, be it equal
  List<Point> best() {
    List<Point> best = new ArrayList<>();
    for (Point point : tried.values()) {
      if (tried.values().stream().noneMatch(other -> other != point && other.covers(point))) {
        best.add(point);
      }
    }
    return best;
  }

  /** Returns the one of greatest value at a trade-off, the first among equals. */
  Point best(double tradeOff) {
    Point best = tried.values().iterator().next();
    for (Point point : tried.values()) {
      best = point.value(tradeOff) > best.value(tradeOff) ? point : best;
    }
    return best;
  }
}
