package org.arbit.supernet.quant;

/**
 * The signed quantizer of weights with a learned step (LSQ, arXiv 1902.08153): {@code q =
 * clamp(rint(w / s), -2^(b-1), 2^(b-1) - 1)}, value {@code q * s}, for 2 to 8 bits. At 1 bit the
 * code is sign(w) with sign(0) = +1 and the step is mean|w|, not learned.
 */
public final class LsqWeights {

  private LsqWeights() {}

  /** Returns the smallest code at {@code bits}. */
  public static int least(int bits) {
    return bits == 1 ? -1 : -(1 << (bits - 1));
  }

  /** Returns the largest code at {@code bits}. */
  public static int largest(int bits) {
    return bits == 1 ? 1 : (1 << (bits - 1)) - 1;
  }

  /**
   * Returns the step that weights start with at {@code bits}: max(|mean - 3 std|, |mean + 3 std|) /
   * 2^(bmax - 1) x 2^(bmax - bits).
   */
  public static float initialStep(float[] weights, int bits) {
    double mean = 0;
    double square = 0;
    for (float w : weights) {
      mean += w;
      square += (double) w * w;
    }
    mean /= weights.length;
    double deviation = Math.sqrt(Math.max(0, square / weights.length - mean * mean));
    double range = Math.max(Math.abs(mean - 3 * deviation), Math.abs(mean + 3 * deviation));
    return (float) (range / (1 << (bits - 1)));
  }

  /** Returns the step that is used at {@code bits}: the learned one, or mean|w| at 1 bit. */
  public static float step(float[] weights, int bits, float learned) {
    if (bits > 1) {
      return learned;
    }
    double sum = 0;
    for (float w : weights) {
      sum += Math.abs(w);
    }
    return (float) (sum / weights.length);
  }

  /** Writes the code of every weight. */
  public static void codes(float[] weights, int bits, float step, float[] into) {
    float inverse = 1f / step;
    float least = least(bits);
    float largest = largest(bits);
    if (bits > 1) {
      Arrays32.signedCodes(weights, into, weights.length, inverse, least, largest);
      return;
    }
    for (int i = 0; i < weights.length; i++) {
      into[i] = weights[i] >= 0 ? 1f : -1f;
    }
  }

  /**
   * The backward pass: adds the straight-through gradient of the weights to {@code weightGradient}.
   *
   * @param gradient that of the quantized values
   * @return the gradient of the step, scaled by 1/sqrt(n x largest code); zero at 1 bit
   */
  public static double backward(
      float[] weights, int bits, float step, float[] gradient, float[] weightGradient) {
    if (bits == 1) {
      for (int i = 0; i < weights.length; i++) {
        if (Math.abs(weights[i]) <= 1) {
          weightGradient[i] += gradient[i];
        }
      }
      return 0;
    }
    float inverse = 1f / step;
    float least = least(bits);
    float largest = largest(bits);
    double stepGradient = 0;
    for (int i = 0; i < weights.length; i++) {
      float v = weights[i] * inverse;
      if (v <= least) {
        stepGradient += gradient[i] * least;
      } else if (v >= largest) {
        stepGradient += gradient[i] * largest;
      } else {
        stepGradient += gradient[i] * (Math.rint(v) - v);
        weightGradient[i] += gradient[i];
      }
    }
    return stepGradient / Math.sqrt((double) weights.length * largest);
  }
}
