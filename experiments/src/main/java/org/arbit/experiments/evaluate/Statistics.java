package org.arbit.experiments.evaluate;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.jspecify.annotations.Nullable;

/**
 * Statistics over the seeds of an experiment, after R. Agarwal et al., "Deep Reinforcement Learning
 * at the Edge of the Statistical Precipice", NeurIPS 2021: the interquartile mean (section 4.3),
 * stratified bootstrap intervals (section 4.1) and the probability of improvement (section 4.3).
 * Everything is a function of its arguments and, where it draws, of a seed.
 */
public final class Statistics {

  /** Bootstrap replications behind an interval. */
  public static final int REPLICATIONS = 2_000;

  private Statistics() {}

  /**
   * Returns the interquartile mean: the 25 % trimmed mean, that is the mean of what is left when
   * floor(n / 4) values are dropped at either end.
   *
   * @param values at least one, all finite
   */
  public static double interquartileMean(double... values) {
    requireSome(values);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int dropped = sorted.length / 4;
    return new Mean().evaluate(sorted, dropped, sorted.length - 2 * dropped);
  }

  /**
   * Returns a 95 % percentile bootstrap interval of a statistic of one or more strata (tasks,
   * trade-offs), each resampled on its own.
   *
   * @param strata one row of values, one a seed, for each stratum
   * @param statistic of all values of a resample in one row
   * @param seed of the resampling; the same seed gives the same interval
   */
  public static Interval bootstrap(
      double[][] strata, ToDoubleFunction<double[]> statistic, long seed) {
    for (double[] stratum : strata) {
      requireSome(stratum);
    }
    RandomGenerator random = new Well19937c(seed);
    double[] pooled = Arrays.stream(strata).flatMapToDouble(Arrays::stream).toArray();
    double[] replicated = new double[REPLICATIONS];
    double[] resample = new double[pooled.length];
    for (int r = 0; r < REPLICATIONS; r++) {
      int next = 0;
      for (double[] stratum : strata) {
        for (int i = 0; i < stratum.length; i++) {
          resample[next++] = stratum[random.nextInt(stratum.length)];
        }
      }
      replicated[r] = statistic.applyAsDouble(resample);
    }
    // R-7 is the linear interpolation that numpy and most bootstrap codes use.
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(replicated);
    return new Interval(
        statistic.applyAsDouble(pooled), percentile.evaluate(2.5), percentile.evaluate(97.5));
  }

  /** Returns the interquartile mean of one stratum with its 95 % bootstrap interval. */
  public static Interval interquartileMeanInterval(double[] values, long seed) {
    return bootstrap(new double[][] {values}, Statistics::interquartileMean, seed);
  }

  /**
   * Returns the probability that a run of {@code first} is better than one of {@code second}: the
   * share of pairs with a greater value, ties counting one half (the Mann-Whitney statistic over
   * the number of pairs).
   */
  public static double probabilityOfImprovement(double[] first, double[] second) {
    requireSome(first);
    requireSome(second);
    double wins = 0;
    for (double a : first) {
      for (double b : second) {
        wins += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return wins / ((double) first.length * second.length);
  }

  /**
   * Returns Spearman's rank correlation, ties sharing their mean rank.
   *
   * @return in [-1, 1], or null where it is undefined: fewer than two values, or one of the two
   *     rows constant
   */
  public static @Nullable Double spearman(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "A correlation needs pairs, but there are " + x.length + " and " + y.length + " values.");
    }
    if (x.length < 2) {
      return null;
    }
    double correlation = new SpearmansCorrelation().correlation(x, y);
    return Double.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : null;
  }

  private static void requireSome(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("Statistics need at least one value, but there is none.");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "Statistics need finite values, but one is " + value + ".");
      }
    }
  }
}
