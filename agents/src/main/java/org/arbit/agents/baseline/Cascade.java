package org.arbit.agents.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.arbit.agents.Evaluator;
import org.arbit.agents.FittedAgent;
import org.arbit.agents.Outcomes;
import org.arbit.agents.OutcomesBuilder;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Runs every sample at a low uniform bit-width, and again at a higher one where the probability of
 * the predicted class is below a threshold; pays for both, or where asked for all of the second but
 * the stem, which runs at 8/8 in both so that its output could be kept. For every trade-off the
 * pair of bit-widths and the threshold are those that were best on validation data.
 */
final class Cascade implements FittedAgent {

  private static final int THRESHOLDS = 40;

  private final Metric metric;
  private final boolean keepStem;
  private @Nullable List<Pass> passes;

  Cascade(Metric metric, boolean keepStem) {
    this.metric = metric;
    this.keepStem = keepStem;
  }

  /** What all validation samples gave at one uniform bit-width. */
  private record Pass(
      int bits, Outcomes outcomes, double[] confidence, double share, double shareAgain) {}

  /** Two bit-widths and the confidence below which the second run is made. */
  private record Setting(int low, int high, double threshold) {}

  @Override
  public String name() {
    return CascadeProvider.NAME;
  }

  @Override
  public void fit(SuperNetwork network, Dataset validation) {
    List<Pass> all = new ArrayList<>();
    int[] samples = IntStream.range(0, validation.size()).toArray();
    for (int bits : network.bitWidths().toArray()) {
      Recorder recorder = new Recorder(network, validation);
      recorder.run(samples, bits, 0);
      Outcomes outcomes = recorder.builder.build();
      double share = Share.of(network, outcomes.meanNetworkBitOps());
      double again = share - Share.of(network, (double) kept(network));
      all.add(new Pass(bits, outcomes, recorder.confidence, share, again));
    }
    passes = List.copyOf(all);
  }

  /** Returns the BitOps that a second run saves. */
  private long kept(SuperNetwork network) {
    NetworkSpec spec = network.spec();
    return keepStem ? BitOps.ofFixed(spec) - BitOps.ofClassifier(spec) : 0;
  }

  @Override
  public Evaluator evaluator() {
    List<Pass> fitted = passes;
    if (fitted == null) {
      throw new IllegalStateException(
          "The agent cascade has not been fitted. Maybe call fit with validation data first?");
    }
    return (network, data, tradeOff) -> run(network, data, choose(fitted, tradeOff));
  }

  /** Returns the setting of greatest value on validation data. */
  private Setting choose(List<Pass> fitted, double tradeOff) {
    Setting best = new Setting(fitted.get(0).bits, fitted.get(0).bits, 0);
    double most = Double.NEGATIVE_INFINITY;
    for (int low = 0; low < fitted.size(); low++) {
      for (int high = low; high < fitted.size(); high++) {
        double[] sorted = fitted.get(low).confidence.clone();
        Arrays.sort(sorted);
        for (int k = 0; k < (high == low ? 1 : THRESHOLDS); k++) {
          double threshold = sorted[k * sorted.length / THRESHOLDS];
          double value = value(fitted.get(low), fitted.get(high), threshold, tradeOff);
          if (value > most) {
            most = value;
            best = new Setting(fitted.get(low).bits, fitted.get(high).bits, threshold);
          }
        }
      }
    }
    return best;
  }

  @SuppressWarnings("ReferenceEquality") // the same pass, not an equal one
  private double value(Pass low, Pass high, double threshold, double tradeOff) {
    double sum = 0;
    for (int i = 0; i < low.confidence.length; i++) {
      boolean again = high != low && low.confidence[i] < threshold;
      sum += metric.of(again ? high.outcomes : low.outcomes, i);
      sum -= tradeOff * (low.share + (again ? high.shareAgain : 0));
    }
    return sum / low.confidence.length;
  }

  private Outcomes run(SuperNetwork network, Dataset data, Setting setting) {
    Recorder recorder = new Recorder(network, data);
    recorder.run(IntStream.range(0, data.size()).toArray(), setting.low, 0);
    if (setting.high != setting.low) {
      int[] unsure =
          IntStream.range(0, data.size())
              .filter(i -> recorder.confidence[i] < setting.threshold)
              .toArray();
      recorder.run(unsure, setting.high, kept(network));
    }
    return recorder.builder.build();
  }

  /** Keeps the last answer of every sample and adds up what it has cost. */
  private static final class Recorder {
    final OutcomesBuilder builder;
    final double[] confidence;
    private final SuperNetwork network;
    private final NetworkRun run;
    private final long[] spent;

    Recorder(SuperNetwork network, Dataset data) {
      this.network = network;
      this.run = new NetworkRun(network, data);
      this.builder = new OutcomesBuilder(network.spec().layers(), data.size());
      this.confidence = new double[data.size()];
      this.spent = new long[data.size()];
    }

    void run(int[] samples, int bits, long saved) {
      NetworkRun.Choice choice = (sample, layer) -> bits;
      int classes = network.spec().classes();
      run.run(
          samples,
          choice,
          choice,
          (sample, logits, offset, weights, activations, bitOps) -> {
            int predicted = NetworkRun.predicted(logits, offset, classes);
            confidence[sample] =
                StrictMath.exp(NetworkRun.logProbability(logits, offset, classes, predicted));
            spent[sample] += bitOps - saved;
            builder.set(
                sample, run.answer(logits, offset, sample), weights, activations, spent[sample], 0);
          });
    }
  }
}
