package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * How many BitOps an agent saves at equal accuracy, and by how much it is more accurate at equal
 * BitOps, against the frontier of everybody who does not learn, or of other runs. The frontier is
 * the concave hull of the points: between two of them lies whoever sends a share of the samples,
 * drawn at random, to the one and the others to the other.
 *
 * <p>Intervals count both sources of chance: seeds are resampled, and so are the test samples, the
 * same ones for everybody, so that what all get right or wrong does not blur the difference. Where
 * a run has not kept its answers, accuracies are moved by the binomial deviation instead,
 * everybody's on its own, which makes intervals too wide. A frontier of points that chance has
 * favoured is rather too good (interpretation: to the agent's disadvantage).
 */
public final class EqualAccuracy {

  private static final Set<ResultType> OPPONENTS =
      EnumSet.of(ResultType.STATIC, ResultType.DEDICATED, ResultType.CASCADE);
  private static final long SEED = 1;

  private final List<List<Result>> opponents;
  private final Map<Result, boolean[]> answers;
  private final int samples;
  private final boolean paired;

  private EqualAccuracy(List<List<Result>> opponents, Map<Result, boolean[]> answers, int samples) {
    this.opponents = opponents;
    this.answers = answers;
    this.samples = samples;
    this.paired = opponents.stream().allMatch(answers.keySet()::containsAll);
  }

  private record Point(double accuracy, double bitOps) {}

  /** An operating point of an agent, with all its seeds. */
  private record Group(String run, Comparison.Key key, List<Result> seeds) {}

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
   * @param gain accuracy minus that of the frontier at the same BitOps; of the cheapest opponent
   *     where the agent is cheaper than all, of the most accurate one where it is dearer
   * @param beyond whether it is more accurate than all opponents
   */
  public record Row(
      String run,
      String name,
      int point,
      double accuracy,
      double totalBitOps,
      Interval saving,
      Interval gain,
      boolean beyond) {}

  /**
   * Compares every operating point of every agent with everybody who does not learn.
   *
   * @param runs summaries by the name of their run, those of the opponents among them
   * @param answers which test samples a result got right, of results for which that is known
   * @throws InvalidInputException if they were measured on different data, or there is nobody to
   *     compare with
   */
  public static List<Row> of(Map<String, Summary> runs, Map<Result, boolean[]> answers) {
    return of(runs, answers, Set.of());
  }

  /**
   * Compares agents with other runs.
   *
   * @param against names of the runs that make up the frontier, by their agents over all their
   *     seeds, or where they have none by whatever does not learn; may be empty, and then everybody
   *     who does not learn makes it up
   */
  public static List<Row> of(
      Map<String, Summary> runs, Map<Result, boolean[]> answers, Set<String> against) {
    Comparison.requireSameData(runs);
    // Uniform bit-widths stand in every run; counted twice, they would have twice the luck.
    Map<Point, List<Result>> opponents = new LinkedHashMap<>();
    List<Group> groups = new ArrayList<>();
    int samples = 0;
    for (Map.Entry<String, Summary> run : runs.entrySet()) {
      samples = run.getValue().dataset().test();
      for (Result result : run.getValue().results()) {
        boolean isRival =
            against.isEmpty()
                || (against.contains(run.getKey()) && !hasAgents(run.getValue().results()));
        if (isRival && OPPONENTS.contains(result.type())) {
          opponents.putIfAbsent(point(List.of(result)), List.of(result));
        }
      }
      Comparison.groups(run.getValue())
          .forEach(
              (key, seeds) -> {
                if (key.type() != ResultType.AGENT) {
                  return;
                }
                if (against.contains(run.getKey())) {
                  opponents.put(point(seeds), seeds);
                } else {
                  groups.add(new Group(run.getKey(), key, seeds));
                }
              });
    }
    if (opponents.isEmpty()) {
      throw new InvalidInputException(
          against.isEmpty()
              ? "There is no uniform, searched or cascaded result to compare with in "
                  + runs.keySet()
                  + ". Maybe name the run of a baseline, too?"
              : "There is nothing to compare with in " + against + ". Maybe name runs of train?");
    }
    return new EqualAccuracy(List.copyOf(opponents.values()), answers, samples).rows(groups);
  }

  private static boolean hasAgents(List<Result> results) {
    return results.stream().anyMatch(result -> result.type() == ResultType.AGENT);
  }

  private static Point point(List<Result> seeds) {
    return new Point(mean(seeds, Result::accuracy), mean(seeds, Result::totalBitOps));
  }

  private List<Row> rows(List<Group> groups) {
    double[][] savings = new double[groups.size()][Statistics.REPLICATIONS];
    double[][] gains = new double[groups.size()][Statistics.REPLICATIONS];
    RandomGenerator random = new Well19937c(SEED);
    for (int r = 0; r < Statistics.REPLICATIONS; r++) {
      int[] weights = resample(random);
      List<Point> moved = new ArrayList<>();
      for (List<Result> opponent : opponents) {
        List<Result> drawn = opponent.size() == 1 ? opponent : drawn(opponent, random);
        moved.add(new Point(accuracy(drawn, weights, random), mean(drawn, Result::totalBitOps)));
      }
      List<Point> hull = hull(moved);
      for (int g = 0; g < groups.size(); g++) {
        List<Result> drawn = drawn(groups.get(g).seeds(), random);
        double accuracy = accuracy(drawn, weights, random);
        double bitOps = mean(drawn, Result::totalBitOps);
        savings[g][r] = saving(accuracy, bitOps, hull);
        gains[g][r] = accuracy - accuracyAt(bitOps, hull);
      }
    }
    List<Point> hull = hull(opponents.stream().map(EqualAccuracy::point).toList());
    List<Row> rows = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      double accuracy = mean(group.seeds(), Result::accuracy);
      double bitOps = mean(group.seeds(), Result::totalBitOps);
      rows.add(
          new Row(
              group.run(),
              group.key().name(),
              group.key().point(),
              accuracy,
              bitOps,
              interval(saving(accuracy, bitOps, hull), savings[g]),
              interval(accuracy - accuracyAt(bitOps, hull), gains[g]),
              accuracy > hull.get(hull.size() - 1).accuracy()));
    }
    return rows;
  }

  private static Interval interval(double estimate, double[] replicated) {
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(replicated);
    return new Interval(estimate, percentile.evaluate(2.5), percentile.evaluate(97.5));
  }

  /** Returns how often each test sample is drawn. */
  private int[] resample(RandomGenerator random) {
    int[] weights = new int[paired ? samples : 0];
    for (int i = 0; i < weights.length; i++) {
      weights[random.nextInt(samples)]++;
    }
    return weights;
  }

  private static List<Result> drawn(List<Result> seeds, RandomGenerator random) {
    List<Result> drawn = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      drawn.add(seeds.get(random.nextInt(seeds.size())));
    }
    return drawn;
  }

  /** Returns the mean accuracy of some results on the drawn samples. */
  private double accuracy(List<Result> results, int[] weights, RandomGenerator random) {
    if (!paired || !answers.keySet().containsAll(results)) {
      double accuracy = mean(results, Result::accuracy);
      return accuracy + Math.sqrt(accuracy * (1 - accuracy) / samples) * random.nextGaussian();
    }
    long right = 0;
    for (Result result : results) {
      boolean[] own = answers.getOrDefault(result, new boolean[samples]);
      for (int i = 0; i < samples; i++) {
        right += own[i] ? weights[i] : 0;
      }
    }
    return right / ((double) samples * results.size());
  }

  private static double mean(List<Result> results, ToDoubleFunction<Result> number) {
    return results.stream().mapToDouble(number).average().orElseThrow();
  }

  private static double saving(double accuracy, double bitOps, List<Point> hull) {
    return 1 - bitOps / bitOpsAt(accuracy, hull);
  }

  /** Returns what the frontier costs at an accuracy; its ends beyond them. */
  private static double bitOpsAt(double accuracy, List<Point> hull) {
    return along(hull, Point::accuracy, accuracy, Point::bitOps);
  }

  /** Returns how accurate the frontier is at a cost; its ends beyond them. */
  private static double accuracyAt(double bitOps, List<Point> hull) {
    return along(hull, Point::bitOps, bitOps, Point::accuracy);
  }

  /** Returns {@code wanted} where {@code given}, which ascends with it, has a value. */
  private static double along(
      List<Point> hull,
      ToDoubleFunction<Point> given,
      double value,
      ToDoubleFunction<Point> wanted) {
    Point before = hull.get(0);
    for (Point point : hull) {
      if (value <= given.applyAsDouble(point)) {
        double start = given.applyAsDouble(before);
        double span = given.applyAsDouble(point) - start;
        double share = span > 0 ? (value - start) / span : 1;
        double from = wanted.applyAsDouble(before);
        return from + Math.max(0, share) * (wanted.applyAsDouble(point) - from);
      }
      before = point;
    }
    return wanted.applyAsDouble(before);
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
