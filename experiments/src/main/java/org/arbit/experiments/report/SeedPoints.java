package org.arbit.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.arbit.experiments.Result;
import org.arbit.experiments.Summary;
import org.arbit.experiments.evaluate.Comparison;
import org.arbit.experiments.evaluate.Interval;
import org.arbit.experiments.evaluate.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The points of a summary's results: the seeds of an operating point are one point, at the
 * interquartile mean of each number, with the 95 % bootstrap interval of the accuracy.
 */
final class SeedPoints {

  private SeedPoints() {}

  static List<ReportPoint> of(Summary summary) {
    List<ReportPoint> points = new ArrayList<>();
    Comparison.groups(summary).forEach((key, seeds) -> points.add(point(key, seeds)));
    return points;
  }

  private static ReportPoint point(Comparison.Key key, List<Result> seeds) {
    return new ReportPoint(
        key.name(),
        key.type().label(),
        common(seeds),
        (int) seeds.stream().map(Result::seed).distinct().count(),
        accuracy(seeds),
        mean(seeds, Result::meanBits),
        mean(seeds, Result::networkBitOps),
        mean(seeds, Result::controllerBitOps),
        correlation(seeds));
  }

  private static Estimate accuracy(List<Result> seeds) {
    double[] values = seeds.stream().mapToDouble(Result::accuracy).toArray();
    if (values.length == 1) {
      return Estimate.exactly(values[0]);
    }
    Interval interval = Comparison.interval(values);
    double value = interval.estimate();
    // With few seeds a percentile interval may miss its own estimate by a rounding error.
    return new Estimate(value, Math.min(interval.low(), value), Math.max(interval.high(), value));
  }

  private static double mean(List<Result> seeds, ToDoubleFunction<Result> number) {
    return Statistics.interquartileMean(seeds.stream().mapToDouble(number).toArray());
  }

  /** Returns the trade-off that all seeds share; each seed may have chosen another one. */
  private static double common(List<Result> seeds) {
    @Nullable Double first = seeds.get(0).tradeOff();
    boolean same = seeds.stream().allMatch(result -> Objects.equals(result.tradeOff(), first));
    return same && first != null ? first : Double.NaN;
  }

  private static double correlation(List<Result> seeds) {
    return seeds.stream()
        .map(Result::difficultyCorrelation)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }
}
