package org.arbit.agents;

import java.util.Arrays;

/**
 * What became of every sample of an evaluation, in the order of the data. Arrays belong to the
 * record and must not be changed.
 *
 * @param layers L, number of searchable layers
 * @param correct per sample
 * @param predicted class per sample
 * @param logLikelihood natural logarithm of the softmax probability of the label, per sample
 * @param weightBits {@code samples x L}; 0 where a sample had left before the layer; where the
 *     network ran more than once, those of the run that gave the answer
 * @param activationBits the same for input activations
 * @param networkBitOps per sample, fixed layers and all runs included
 * @param controllerBitOps per sample, at the precision the controller really runs in
 */
public record Outcomes(
    int layers,
    boolean[] correct,
    int[] predicted,
    double[] logLikelihood,
    int[] weightBits,
    int[] activationBits,
    long[] networkBitOps,
    long[] controllerBitOps) {

  /** Checks that the lengths fit. */
  public Outcomes {
    int n = correct.length;
    if (predicted.length != n
        || logLikelihood.length != n
        || networkBitOps.length != n
        || controllerBitOps.length != n
        || weightBits.length != n * layers
        || activationBits.length != n * layers) {
      throw new IllegalArgumentException(
          "The arrays of "
              + n
              + " outcomes for "
              + layers
              + " layers do not have matching "
              + "lengths.");
    }
  }

  /** Returns the number of samples. */
  public int samples() {
    return correct.length;
  }

  /** Returns the share of correct samples, in [0, 1]. */
  public double accuracy() {
    int sum = 0;
    for (boolean c : correct) {
      sum += c ? 1 : 0;
    }
    return sum / (double) correct.length;
  }

  /** Returns the mean log-likelihood of the labels. */
  public double meanLogLikelihood() {
    return Arrays.stream(logLikelihood).average().orElse(Double.NaN);
  }

  /** Returns the mean bits of sample {@code index}: over layers, of weights and activations. */
  public double bits(int index) {
    long sum = 0;
    for (int at = index * layers; at < (index + 1) * layers; at++) {
      sum += weightBits[at] + activationBits[at];
    }
    return sum / (2.0 * layers);
  }

  /** Returns the mean bits over samples and layers. */
  public double meanBits() {
    long sum = 0;
    for (int at = 0; at < weightBits.length; at++) {
      sum += weightBits[at] + activationBits[at];
    }
    return sum / (2.0 * weightBits.length);
  }

  /** Returns the mean BitOps of the network per sample. */
  public double meanNetworkBitOps() {
    return Arrays.stream(networkBitOps).average().orElse(Double.NaN);
  }

  /** Returns the mean BitOps of the controller per sample. */
  public double meanControllerBitOps() {
    return Arrays.stream(controllerBitOps).average().orElse(Double.NaN);
  }

  /** Returns the mean BitOps of network and controller per sample. */
  public double meanTotalBitOps() {
    return meanNetworkBitOps() + meanControllerBitOps();
  }
}
