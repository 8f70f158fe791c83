package org.arbit.supernet.quant;

/**
 * The unsigned quantizer of activations after ReLU with a learned step (LSQ, arXiv 1902.08153):
 * {@code q = clamp(rint(x / s), 0, 2^b - 1)}. At 1 bit this is {0, 1} x s, with 1 where x &gt; s/2.
 * The loops are in {@link Arrays32}.
 */
public final class LsqActivations {

  private LsqActivations() {}

  /** Returns the largest code at {@code bits}, 2^bits - 1. */
  public static int largest(int bits) {
    return (1 << bits) - 1;
  }

  /** Returns the step that activations start with: 2 mean|x| / sqrt(largest code). */
  public static float initialStep(double meanMagnitude, int bits) {
    return (float) Math.max(2 * meanMagnitude / Math.sqrt(largest(bits)), 1e-4);
  }

  /** Returns the factor on the gradient of the step: 1/sqrt(features x largest code). */
  public static double gradientScale(int features, int bits) {
    return 1 / Math.sqrt((double) features * largest(bits));
  }
}
