package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side. The results of who has operating points are put together over its seeds, point
 * by point: its first operating point with the first ones of its other seeds, and so on. Other
 * results stand for themselves.
 */
public final class Comparison {

  /** Makes the bootstrap intervals the same every time. */
  private static final long SEED = 1;

  private Comparison() {}

  /**
   * One operating point over all seeds.
   *
   * @param run it belongs to
   * @param name of the result
   * @param type of the result
   * @param point number of the operating point, from 1; 0 for results without a trade-off
   * @param seeds number of seeds
   * @param accuracy interquartile mean and interval
   * @param meanAccuracy over seeds
   * @param accuracyDeviation standard deviation over seeds (n - 1); 0 for one seed
   * @param totalBitOps interquartile mean and interval
   * @param improvement probability that a seed is more accurate here than at the same point of the
   *     first agent of the first run; null where there is no such point, or for other results
   */
  public record Row(
      String run,
      String name,
      ResultType type,
      int point,
      int seeds,
      Interval accuracy,
      double meanAccuracy,
      double accuracyDeviation,
      Interval totalBitOps,
      @Nullable Double improvement) {}

  /**
   * Compares.
   *
   * @param runs summaries by the name of their run, in order
   * @throws InvalidInputException if they were measured on different data
   */
  public static List<Row> of(Map<String, Summary> runs) {
    requireSameData(runs);
    List<Row> rows = new ArrayList<>();
    Map<Integer, double[]> reference = new LinkedHashMap<>();
    @Nullable String referenceName = null;
    for (Map.Entry<String, Summary> run : runs.entrySet()) {
      for (Map.Entry<Key, List<Result>> group : groups(run.getValue()).entrySet()) {
        Key key = group.getKey();
        double[] accuracy = group.getValue().stream().mapToDouble(Result::accuracy).toArray();
        boolean isAgent = key.type() == ResultType.AGENT;
        String owner = run.getKey() + "/" + key.name();
        if (isAgent && (referenceName == null || referenceName.equals(owner))) {
          referenceName = owner;
          reference.put(key.point(), accuracy);
        }
        double[] base = reference.get(key.point());
        rows.add(
            new Row(
                run.getKey(),
                key.name(),
                key.type(),
                key.point(),
                accuracy.length,
                interval(accuracy),
                StatUtils.mean(accuracy),
                accuracy.length == 1 ? 0 : Math.sqrt(StatUtils.variance(accuracy)),
                interval(group.getValue().stream().mapToDouble(Result::totalBitOps).toArray()),
                isAgent && base != null && !owner.equals(referenceName)
                    ? Statistics.probabilityOfImprovement(accuracy, base)
                    : null));
      }
    }
    return rows;
  }

  /**
   * What the seeds of one operating point have in common.
   *
   * @param name of the result
   * @param type of the result
   * @param point number of the operating point, from 1; 0 for results without a trade-off
   */
  public record Key(String name, ResultType type, int point) {}

  /** Returns the results of a summary point by point, in order: one for each seed. */
  public static Map<Key, List<Result>> groups(Summary summary) {
    Map<Key, List<Result>> groups = new LinkedHashMap<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (Result result : summary.results()) {
      int point = 0;
      if (result.seed() != null
          && result.tradeOff() != null
          && result.type() != ResultType.RANDOM) {
        point = seen.merge(result.name() + "@" + result.seed(), 1, Integer::sum);
      }
      groups
          .computeIfAbsent(new Key(result.name(), result.type(), point), k -> new ArrayList<>())
          .add(result);
    }
    return groups;
  }

  /** Returns the interquartile mean over seeds with its 95 % interval, the same every time. */
  public static Interval interval(double[] values) {
    return Statistics.interquartileMeanInterval(values, SEED);
  }

  /**
   * Checks that runs can be compared.
   *
   * @param runs summaries by the name of their run
   * @throws InvalidInputException if they were measured on different data
   */
  public static void requireSameData(Map<String, Summary> runs) {
    String first = null;
    for (Map.Entry<String, Summary> run : runs.entrySet()) {
      String hash = run.getValue().dataset().sha256();
      if (first != null && !first.equals(hash)) {
        throw new InvalidInputException(
            run.getKey()
                + " was measured on other data ("
                + run.getValue().dataset().name()
                + ", SHA-256 "
                + hash
                + ") than the runs before it; only runs on the same splits can be compared. Maybe "
                + "they differ in the seed of the data?");
      }
      first = hash;
    }
  }
}
