package org.arbit.experiments.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.arbit.agents.Evaluator;
import org.arbit.agents.Outcomes;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;

/**
 * Runs a network with bit-widths that are known beforehand, weights and activations sharing them.
 */
public final class GivenAllocations implements Evaluator {

  private static final int BATCH = 256;

  private final Choice choice;

  /** Tells the bit-widths of a data set. */
  @FunctionalInterface
  public interface Choice {

    /** Returns {@code samples x layers} candidate bit-widths, row by row. */
    int[] bits(SuperNetwork network, int samples);
  }

  /** Runs what {@code choice} tells. */
  public GivenAllocations(Choice choice) {
    this.choice = choice;
  }

  /** Returns the evaluator that runs all layers of all samples at {@code bits}. */
  public static GivenAllocations uniform(int bits) {
    return new GivenAllocations(
        (network, samples) -> {
          int[] all = new int[samples * network.spec().layers()];
          Arrays.fill(all, bits);
          return all;
        });
  }

  @Override
  public Outcomes evaluate(SuperNetwork network, Dataset data, double tradeOff) {
    int[] bits = choice.bits(network, data.size());
    Run run = new Run(network, data, bits);
    int batches = (data.size() + BATCH - 1) / BATCH;
    IntStream.range(0, batches).forEach(run::batch);
    return run.outcomes();
  }

  /** One pass over the data. */
  private static final class Run {

    private final SuperNetwork network;
    private final Dataset data;
    private final int[] bits;
    private final int layers;
    private final int classes;
    private final boolean[] correct;
    private final int[] predicted;
    private final double[] logLikelihood;

    Run(SuperNetwork network, Dataset data, int[] bits) {
      this.network = network;
      this.data = data;
      this.bits = bits;
      this.layers = network.spec().layers();
      this.classes = network.spec().classes();
      this.correct = new boolean[data.size()];
      this.predicted = new int[data.size()];
      this.logLikelihood = new double[data.size()];
    }

    void batch(int index) {
      int first = index * BATCH;
      int samples = Math.min(BATCH, data.size() - first);
      int pixels = network.spec().imageSize();
      byte[] images = new byte[samples * pixels];
      for (int i = 0; i < samples; i++) {
        data.image(first + i, images, i * pixels);
      }
      float[] logits = new float[samples * classes];
      try (Walk walk = network.open(images, samples)) {
        int[] choices = new int[samples];
        for (int layer = 0; layer < layers; layer++) {
          for (int i = 0; i < samples; i++) {
            choices[i] = bits[(first + i) * layers + layer];
          }
          walk.step(choices);
        }
        walk.logits(logits);
      }
      for (int i = 0; i < samples; i++) {
        score(first + i, logits, i * classes);
      }
    }

    private void score(int sample, float[] logits, int from) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (logits[from + c] > logits[from + best]) {
          best = c;
        }
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp((double) logits[from + c] - logits[from + best]);
      }
      int label = data.label(sample);
      predicted[sample] = best;
      correct[sample] = best == label;
      logLikelihood[sample] = (double) logits[from + label] - logits[from + best] - Math.log(sum);
    }

    Outcomes outcomes() {
      long[] networkBitOps = new long[data.size()];
      for (int i = 0; i < networkBitOps.length; i++) {
        networkBitOps[i] = bitOps(network.spec(), bits, i);
      }
      return new Outcomes(
          layers,
          correct,
          predicted,
          logLikelihood,
          bits,
          bits,
          networkBitOps,
          new long[data.size()]);
    }
  }

  /** Returns the BitOps of sample {@code index}, fixed layers included. */
  static long bitOps(NetworkSpec spec, int[] bits, int index) {
    long sum = BitOps.ofFixed(spec);
    for (int l = 0; l < spec.layers(); l++) {
      int b = bits[index * spec.layers() + l];
      sum = Math.addExact(sum, BitOps.ofLayer(spec, l, b, b));
    }
    return sum;
  }
}
