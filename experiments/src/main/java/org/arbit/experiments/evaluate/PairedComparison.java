package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Policies on the same samples, each against the first, pair by pair: what the two get right or
 * wrong together says nothing about which is better and does not blur the difference. The interval
 * resamples the samples, not the seeds; the p-value is that of McNemar's exact test (Q. McNemar,
 * Psychometrika 12, 1947), two-sided.
 */
public final class PairedComparison {

  /** Makes the bootstrap intervals the same every time. */
  private static final long SEED = 1;

  private PairedComparison() {}

  /**
   * One policy.
   *
   * @param run it belongs to
   * @param result its numbers
   * @param against the first one; null for the first one itself
   */
  public record Row(String run, Result result, @Nullable Difference against) {}

  /**
   * What differs between two policies on the same samples.
   *
   * @param accuracy this one's minus the other's, with its 95 % interval over samples
   * @param onlyThis how many samples only this one gets right
   * @param onlyOther how many samples only the other one gets right
   * @param pValue probability of a count at least as uneven if the two were equally good
   */
  public record Difference(Interval accuracy, int onlyThis, int onlyOther, double pValue) {}

  /**
   * Compares.
   *
   * @param policies at least one, by the name of their run, in order; all on the same samples
   * @throws InvalidInputException if they were measured on different samples
   */
  public static List<Row> of(Map<String, Evaluated> policies) {
    List<Row> rows = new ArrayList<>();
    SampleOutcomes first = null;
    for (Map.Entry<String, Evaluated> policy : policies.entrySet()) {
      SampleOutcomes outcomes = policy.getValue().outcomes();
      if (first != null && first.samples() != outcomes.samples()) {
        throw new InvalidInputException(
            policy.getKey()
                + " was measured on "
                + outcomes.samples()
                + " samples, but the first run on "
                + first.samples()
                + "; only the same samples can be paired.");
      }
      Difference against = first == null ? null : difference(outcomes, first);
      rows.add(new Row(policy.getKey(), policy.getValue().result(), against));
      first = first == null ? outcomes : first;
    }
    return rows;
  }

  /** Returns what differs between two policies on the same samples, of which there is one. */
  static Difference difference(SampleOutcomes outcomes, SampleOutcomes other) {
    double[] gains = new double[outcomes.samples()];
    int onlyThis = 0;
    int onlyOther = 0;
    for (int i = 0; i < gains.length; i++) {
      boolean here = outcomes.correct(i);
      boolean there = other.correct(i);
      gains[i] = (here ? 1 : 0) - (there ? 1 : 0);
      onlyThis += here && !there ? 1 : 0;
      onlyOther += there && !here ? 1 : 0;
    }
    Interval interval = Statistics.bootstrap(new double[][] {gains}, StatUtils::mean, SEED);
    return new Difference(interval, onlyThis, onlyOther, mcNemar(onlyThis, onlyOther));
  }

  /** Returns the two-sided p-value of so many discordant pairs; 1 where there are none. */
  static double mcNemar(int one, int other) {
    int pairs = one + other;
    if (pairs == 0) {
      return 1;
    }
    BinomialDistribution fair = new BinomialDistribution(null, pairs, 0.5);
    return Math.min(1, 2 * fair.cumulativeProbability(Math.min(one, other)));
  }
}
