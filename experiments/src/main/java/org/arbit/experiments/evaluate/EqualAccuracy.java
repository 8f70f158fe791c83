package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;

/**
 * How many BitOps an agent saves at equal accuracy against the frontier of everybody who does not
 * learn. The frontier is the concave hull of the points: between two of them lies whoever sends a
 * share of the samples, drawn at random, to the one and the others to the other.
 *
 * <p>Intervals count both sources of chance: seeds are resampled, and accuracies are moved by the
 * binomial deviation of the test samples, everybody's on its own. On the same samples the errors of
 * two allocations are alike, so that the intervals are rather too wide; and a frontier of points
 * that chance has favoured is rather too good (interpretation: both to the agent's disadvantage).
 */
public final class EqualAccuracy {

  private static final Set<ResultType> OPPONENTS =
      EnumSet.of(ResultType.STATIC, ResultType.DEDICATED, ResultType.CASCADE);
  private static final long SEED = 1;

  private final List<Point> opponents;
  private final int samples;

  private EqualAccuracy(List<Point> opponents, int samples) {
    this.opponents = opponents;
    this.samples = samples;
  }

  private record Point(double accuracy, double bitOps) {}

  /**
   * An operating point of an agent.
   *
   * @param run it belongs to
   * @param name of the agent
   * @param point its number, from 1
   * @param accuracy mean over seeds
   * @param totalBitOps mean over seeds
   * @param saving 1 - BitOps / those of the frontier at the same accuracy; of the most accurate
   *     opponent where the agent is more accurate than all
   * @param beyond whether it is more accurate than all opponents
   */
  public record Row(
      String run,
      String name,
      int point,
      double accuracy,
      double totalBitOps,
      Interval saving,
      boolean beyond) {}

  /**
   * Compares every operating point of every agent.
   *
   * @param runs summaries by the name of their run, those of the opponents among them
   * @throws IllegalArgumentException if they were measured on different data, or there is nobody to
   *     compare with
   */
  public static List<Row> of(Map<String, Summary> runs) {
    Comparison.requireSameData(runs);
    // Uniform bit-widths stand in every run; counted twice, they would have twice the luck.
    Set<Point> opponents = new LinkedHashSet<>();
    int samples = 0;
    for (Summary run : runs.values()) {
      samples = run.dataset().test();
      for (Result result : run.results()) {
        if (OPPONENTS.contains(result.type())) {
          opponents.add(new Point(result.accuracy(), result.totalBitOps()));
        }
      }
    }
    if (opponents.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no uniform, searched or cascaded result to compare with in "
              + runs.keySet()
              + ". Maybe name the run of a baseline, too?");
    }
    EqualAccuracy comparison = new EqualAccuracy(List.copyOf(opponents), samples);
    List<Row> rows = new ArrayList<>();
    runs.forEach(
        (run, summary) ->
            Comparison.groups(summary)
                .forEach(
                    (key, seeds) -> {
                      if (key.type() == ResultType.AGENT) {
                        rows.add(comparison.row(run, key, seeds));
                      }
                    }));
    return rows;
  }

  private Row row(String run, Comparison.Key key, List<Result> seeds) {
    RandomGenerator random = new Well19937c(SEED);
    double[] replicated = new double[Statistics.REPLICATIONS];
    for (int r = 0; r < replicated.length; r++) {
      double accuracy = 0;
      double bitOps = 0;
      for (int i = 0; i < seeds.size(); i++) {
        Result drawn = seeds.get(random.nextInt(seeds.size()));
        accuracy += drawn.accuracy() / seeds.size();
        bitOps += drawn.totalBitOps() / seeds.size();
      }
      List<Point> moved = new ArrayList<>();
      for (Point opponent : opponents) {
        moved.add(new Point(moved(opponent.accuracy(), random), opponent.bitOps()));
      }
      replicated[r] = saving(moved(accuracy, random), bitOps, hull(moved));
    }
    double accuracy = seeds.stream().mapToDouble(Result::accuracy).average().orElseThrow();
    double bitOps = seeds.stream().mapToDouble(Result::totalBitOps).average().orElseThrow();
    List<Point> hull = hull(opponents);
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(replicated);
    return new Row(
        run,
        key.name(),
        key.point(),
        accuracy,
        bitOps,
        new Interval(
            saving(accuracy, bitOps, hull), percentile.evaluate(2.5), percentile.evaluate(97.5)),
        accuracy > hull.get(hull.size() - 1).accuracy());
  }

  private double moved(double accuracy, RandomGenerator random) {
    double deviation = Math.sqrt(accuracy * (1 - accuracy) / samples);
    return accuracy + deviation * random.nextGaussian();
  }

  private static double saving(double accuracy, double bitOps, List<Point> hull) {
    return 1 - bitOps / bitOpsAt(accuracy, hull);
  }

  /** Returns what the frontier costs at an accuracy; its ends beyond them. */
  private static double bitOpsAt(double accuracy, List<Point> hull) {
    Point before = hull.get(0);
    for (Point point : hull) {
      if (accuracy <= point.accuracy()) {
        double span = point.accuracy() - before.accuracy();
        double share = span > 0 ? (accuracy - before.accuracy()) / span : 1;
        return before.bitOps() + Math.max(0, share) * (point.bitOps() - before.bitOps());
      }
      before = point;
    }
    return before.bitOps();
  }

  /** Returns the concave hull from the cheapest point to the most accurate one, ascending. */
  private static List<Point> hull(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(Point::bitOps).thenComparing(p -> -p.accuracy()));
    List<Point> hull = new ArrayList<>();
    for (Point point : sorted) {
      if (!hull.isEmpty() && point.accuracy() <= hull.get(hull.size() - 1).accuracy()) {
        continue;
      }
      while (hull.size() >= 2
          && slope(hull.get(hull.size() - 2), hull.get(hull.size() - 1))
              <= slope(hull.get(hull.size() - 2), point)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(point);
    }
    return hull;
  }

  private static double slope(Point from, Point to) {
    return (to.accuracy() - from.accuracy()) / (to.bitOps() - from.bitOps());
  }
}
