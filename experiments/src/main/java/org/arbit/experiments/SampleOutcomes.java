package org.arbit.experiments;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened to every sample of a split at one operating point: the bits of each searchable
 * layer, and the class that came out. Immutable; the arrays that are given are copied.
 */
public final class SampleOutcomes {

  private final int samples;
  private final int layers;
  private final byte[] weightBits;
  private final byte[] activationBits;
  private final int[] predicted;
  private final boolean[] correct;

  /**
   * Keeps the outcomes.
   *
   * @param weightBits {@code samples x layers}, row by row; 0 for a layer that was not run because
   *     the sample had left the network
   * @param activationBits the same for the input activations
   * @param predicted the class of the largest logit, per sample
   * @param labels the true class, per sample
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public SampleOutcomes(
      int layers, byte[] weightBits, byte[] activationBits, int[] predicted, int[] labels) {
    this.samples = predicted.length;
    this.layers = layers;
    if (layers < 1
        || labels.length != samples
        || weightBits.length != samples * layers
        || activationBits.length != samples * layers) {
      throw new IllegalArgumentException(
          "Outcomes of "
              + samples
              + " samples and "
              + layers
              + " layers need "
              + samples * layers
              + " bit-widths and "
              + samples
              + " labels, but there are "
              + weightBits.length
              + ", "
              + activationBits.length
              + " and "
              + labels.length
              + ".");
    }
    this.weightBits = weightBits.clone();
    this.activationBits = activationBits.clone();
    this.predicted = predicted.clone();
    this.correct = new boolean[samples];
    for (int i = 0; i < samples; i++) {
      correct[i] = predicted[i] == labels[i];
    }
  }

  /** Returns the number of samples. */
  public int samples() {
    return samples;
  }

  /** Returns the number of searchable layers. */
  public int layers() {
    return layers;
  }

  /** Returns the weight bits of a layer for a sample; 0 if it was not run. */
  public int weightBits(int sample, int layer) {
    return weightBits[sample * layers + layer];
  }

  /** Returns the activation bits of a layer for a sample; 0 if it was not run. */
  public int activationBits(int sample, int layer) {
    return activationBits[sample * layers + layer];
  }

  /** Returns the class that came out for a sample. */
  public int predicted(int sample) {
    return predicted[sample];
  }

  /** Whether the class of a sample is the true one. */
  public boolean correct(int sample) {
    return correct[sample];
  }

  /** Returns the fraction of samples that are correct. */
  public double accuracy() {
    int hits = 0;
    for (boolean hit : correct) {
      hits += hit ? 1 : 0;
    }
    return samples == 0 ? 0 : (double) hits / samples;
  }

  /** Returns the mean over layers of (weight bits + activation bits) / 2, for a sample. */
  public double meanBits(int sample) {
    int sum = 0;
    for (int i = sample * layers; i < (sample + 1) * layers; i++) {
      sum += weightBits[i] + activationBits[i];
    }
    return sum / (2.0 * layers);
  }

  /** Returns the mean of {@link #meanBits(int)} over all samples. */
  public double meanBits() {
    long sum = 0;
    for (int i = 0; i < weightBits.length; i++) {
      sum += weightBits[i] + activationBits[i];
    }
    return samples == 0 ? 0 : sum / (2.0 * layers * samples);
  }

  /** Returns how many samples run {@code layer} with each number of weight bits. */
  public SortedMap<Integer, Integer> weightBitsHistogram(int layer) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    for (int sample = 0; sample < samples; sample++) {
      counts.merge(weightBits(sample, layer), 1, Integer::sum);
    }
    return counts;
  }
}
