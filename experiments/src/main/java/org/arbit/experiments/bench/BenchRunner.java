package org.arbit.experiments.bench;

import com.google.common.base.Verify;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;

/**
 * Measures in rounds: in each, the work and its reference once, in alternating order. Medians over
 * the rounds keep a noisy neighbour out; ratios are taken within a round, where both see the same
 * load.
 */
public final class BenchRunner {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MEGABYTE = 1 << 20;

  /** By then all memory that is kept from round to round should have been asked for. */
  private static final int EARLY_PART = 10;

  /** A machine on which more processes than this want a processor gives noisy results. */
  private static final double LARGEST_QUIET_LOAD = 0.5;

  private final int warmUps;
  private final double warmUpSeconds;
  private final int rounds;
  private final LongSupplier nanoTime;
  private final LongSupplier residentBytes;

  /**
   * Creates a runner.
   *
   * @param warmUps least number of rounds that are not counted, at the beginning and again after a
   *     peer: memory and caches that it had are not the work's
   * @param warmUpSeconds for which such rounds go on
   * @param rounds that are counted, at least 1
   * @param nanoTime the clock
   * @param residentBytes memory of the process, on the heap and off it
   */
  public BenchRunner(
      int warmUps,
      double warmUpSeconds,
      int rounds,
      LongSupplier nanoTime,
      LongSupplier residentBytes) {
    if (rounds < 1) {
      throw new IllegalArgumentException("At least 1 round is needed, not " + rounds + ".");
    }
    this.warmUps = warmUps;
    this.warmUpSeconds = warmUpSeconds;
    this.rounds = rounds;
    this.nanoTime = nanoTime;
    this.residentBytes = residentBytes;
  }

  /**
   * Measures.
   *
   * @param peerMillis asks the peer for its time of the same work, once in the middle of the
   *     rounds, which may have none; null without a peer
   */
  public BenchResult measure(Bench bench, @Nullable Function<Bench, @Nullable Double> peerMillis) {
    double[] work = new double[rounds];
    double[] reference = new double[rounds];
    double[] ratio = new double[rounds];
    double loadBefore = load();
    Double peer = null;
    Bench.Reference kind;
    Memory early = null;
    Memory late;
    try (Bench.Prepared prepared = bench.prepare()) {
      kind = prepared.reference();
      boolean compared = kind != Bench.Reference.NONE;
      warmUp(prepared);
      for (int i = 0; i < rounds; i++) {
        boolean workFirst = (i & 1) == 0;
        double referenceTime = compared && !workFirst ? millis(prepared::runReference) : 0;
        double workTime = millis(prepared::run);
        referenceTime = compared && workFirst ? millis(prepared::runReference) : referenceTime;
        work[i] = workTime;
        reference[i] = referenceTime;
        ratio[i] = workTime / referenceTime;
        if (i == rounds / EARLY_PART) {
          early = memory();
        }
        if (i == rounds / 2 && peerMillis != null) {
          peer = peerMillis.apply(bench);
          warmUp(prepared);
        }
      }
      late = memory();
    }
    Memory first = Verify.verifyNotNull(early);
    double median = median(work);
    return new BenchResult(
        bench.name(),
        bench.summary(),
        median,
        1000 * bench.work() / median,
        rounds,
        kind == Bench.Reference.FLOOR ? median(reference) : null,
        kind == Bench.Reference.FLOOR ? median(ratio) : null,
        kind == Bench.Reference.ENV_STEPS ? median(ratio) : null,
        kind == Bench.Reference.HALF ? median(ratio) : null,
        kind == Bench.Reference.ONE_WORKER ? median(ratio) : null,
        peer,
        peer == null ? null : median / peer,
        late.resident(),
        late.resident() - first.resident(),
        late.heap() - first.heap(),
        loadBefore,
        loadBefore > LARGEST_QUIET_LOAD,
        Runtime.getRuntime().availableProcessors());
  }

  private void warmUp(Bench.Prepared prepared) {
    long start = nanoTime.getAsLong();
    for (int i = 0; i < warmUps || seconds(start) < warmUpSeconds; i++) {
      prepared.run();
      if (prepared.reference() != Bench.Reference.NONE) {
        prepared.runReference();
      }
    }
  }

  /**
   * In megabytes. What the heap keeps need not show in the memory of the process, which holds the
   * heap's unused part, too.
   */
  private record Memory(double resident, double heap) {}

  private Memory memory() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Memory(residentBytes.getAsLong() / BYTES_PER_MEGABYTE, heap / BYTES_PER_MEGABYTE);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private double seconds(long start) {
    return (nanoTime.getAsLong() - start) / NANOS_PER_SECOND;
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
