package org.arbit.experiments.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;

/**
 * Measures in rounds: in each, the work and its floor once, in alternating order. Medians over the
 * rounds keep a noisy neighbour out; ratios are taken within a round, where both see the same load.
 */
public final class BenchRunner {

  private static final double NANOS_PER_MILLI = 1e6;

  private final int warmUps;
  private final int rounds;
  private final LongSupplier nanoTime;

  /**
   * Creates a runner.
   *
   * @param warmUps rounds that are not counted
   * @param rounds that are counted, at least 1
   * @param nanoTime the clock
   */
  public BenchRunner(int warmUps, int rounds, LongSupplier nanoTime) {
    if (rounds < 1) {
      throw new IllegalArgumentException("At least 1 round is needed, not " + rounds + ".");
    }
    this.warmUps = warmUps;
    this.rounds = rounds;
    this.nanoTime = nanoTime;
  }

  /**
   * Measures.
   *
   * @param peerMillis asks the peer for its time of the same work, once in the middle of the
   *     rounds; null without a peer
   */
  public BenchResult measure(Bench bench, @Nullable ToDoubleFunction<Bench> peerMillis) {
    double[] work = new double[rounds];
    double[] floor = new double[rounds];
    double[] ratio = new double[rounds];
    Double peer = null;
    boolean hasFloor;
    try (Bench.Prepared prepared = bench.prepare()) {
      hasFloor = prepared.hasFloor();
      for (int i = -warmUps; i < rounds; i++) {
        boolean workFirst = (i & 1) == 0;
        double floorTime = hasFloor && !workFirst ? millis(prepared::runFloor) : 0;
        double workTime = millis(prepared::run);
        floorTime = hasFloor && workFirst ? millis(prepared::runFloor) : floorTime;
        if (i >= 0) {
          work[i] = workTime;
          floor[i] = floorTime;
          ratio[i] = workTime / floorTime;
        }
        if (i == rounds / 2 && peerMillis != null) {
          peer = peerMillis.applyAsDouble(bench);
        }
      }
    }
    double median = median(work);
    return new BenchResult(
        bench.name(),
        bench.summary(),
        median,
        1000 * bench.work() / median,
        rounds,
        hasFloor ? median(floor) : null,
        hasFloor ? median(ratio) : null,
        peer,
        peer == null ? null : median / peer,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
  }

  private double millis(Runnable action) {
    long start = nanoTime.getAsLong();
    action.run();
    return (nanoTime.getAsLong() - start) / NANOS_PER_MILLI;
  }

  private static double median(double[] values) {
    return new Median().evaluate(Arrays.copyOf(values, values.length));
  }
}
