package org.arbit.agents.baseline;

import java.util.stream.IntStream;
import org.arbit.agents.Outcomes;
import org.arbit.agents.OutcomesBuilder;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;

/** Runs a network on data with bit-widths that are known beforehand, batch by batch. */
final class NetworkRun {

  private static final int BATCH = 256;

  private final SuperNetwork network;
  private final Dataset data;

  NetworkRun(SuperNetwork network, Dataset data) {
    this.network = network;
    this.data = data;
  }

  /** Which bits a sample of the data runs a layer at. */
  @FunctionalInterface
  interface Choice {
    int bits(int sample, int layer);
  }

  /** Runs all samples of the data. */
  Outcomes run(Choice weightBits, Choice activationBits) {
    int[] all = IntStream.range(0, data.size()).toArray();
    OutcomesBuilder builder = new OutcomesBuilder(network.spec().layers(), data.size());
    run(
        all,
        weightBits,
        activationBits,
        (sample, logits, offset, weights, activations, bitOps) ->
            builder.set(sample, answer(logits, offset, sample), weights, activations, bitOps, 0));
    return builder.build();
  }

  /** Hears of every sample that has been run. */
  @FunctionalInterface
  interface Sink {
    void accept(
        int sample, float[] logits, int offset, int[] weights, int[] activations, long bitOps);
  }

  /** Runs some samples of the data. */
  void run(int[] samples, Choice weightBits, Choice activationBits, Sink sink) {
    for (int from = 0; from < samples.length; from += BATCH) {
      int count = Math.min(BATCH, samples.length - from);
      batch(
          java.util.Arrays.copyOfRange(samples, from, from + count),
          weightBits,
          activationBits,
          sink);
    }
  }

  private void batch(int[] samples, Choice weightBits, Choice activationBits, Sink sink) {
    NetworkSpec spec = network.spec();
    int count = samples.length;
    int[][] weights = new int[count][spec.layers()];
    int[][] activations = new int[count][spec.layers()];
    long[] bitOps = new long[count];
    float[] logits = new float[count * spec.classes()];
    byte[] images = new byte[count * spec.imageSize()];
    for (int k = 0; k < count; k++) {
      data.image(samples[k], images, k * spec.imageSize());
      bitOps[k] = BitOps.ofFixed(spec);
    }
    try (Walk walk = network.open(images, count)) {
      while (!walk.done()) {
        int layer = walk.layer();
        int[] w = new int[count];
        int[] a = new int[count];
        for (int k = 0; k < count; k++) {
          w[k] = weightBits.bits(samples[k], layer);
          a[k] = activationBits.bits(samples[k], layer);
          weights[k][layer] = w[k];
          activations[k][layer] = a[k];
          bitOps[k] += BitOps.ofLayer(spec, layer, w[k], a[k]);
        }
        walk.step(w, a);
      }
      walk.logits(logits);
    }
    for (int k = 0; k < count; k++) {
      sink.accept(samples[k], logits, k * spec.classes(), weights[k], activations[k], bitOps[k]);
    }
  }

  /** Compares logits with the label; the lowest class among equals is predicted. */
  OutcomesBuilder.Answer answer(float[] logits, int offset, int sample) {
    int classes = network.spec().classes();
    int label = data.label(sample);
    int predicted = predicted(logits, offset, classes);
    double likelihood = logProbability(logits, offset, classes, label);
    return new OutcomesBuilder.Answer(predicted == label, predicted, likelihood);
  }

  static int predicted(float[] logits, int offset, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[offset + c] > logits[offset + best] ? c : best;
    }
    return best;
  }

  static double logProbability(float[] logits, int offset, int classes, int label) {
    double greatest = logits[offset + predicted(logits, offset, classes)];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[offset + c] - greatest);
    }
    return logits[offset + label] - greatest - StrictMath.log(sum);
  }
}
