package org.arbit.supernet.quant;

/**
 * The orthonormal Haar transform along the input channels of each filter. One level turns every
 * pair of neighbouring channels (a, b) into (a + b)/sqrt(2), in the low band, and (a - b)/sqrt(2),
 * in the high band; an odd last channel passes into the low band as it is. Further levels transform
 * the low band again. Depthwise filters have one channel and pass through.
 */
public final class Haar {

  private static final float ROOT = (float) Math.sqrt(0.5);

  private final int channels;
  private final int taps;
  private final int levels;

  /**
   * Makes a transform.
   *
   * @param channels input channels of a filter
   * @param taps weights per channel
   * @param levels at least 1; levels beyond a single channel do nothing
   */
  public Haar(int channels, int taps, int levels) {
    this.channels = channels;
    this.taps = taps;
    this.levels = levels;
  }

  /** Returns the number of bands: one high band per level, and the last low band. */
  public int bands() {
    return levels + 1;
  }

  /**
   * Returns the band of transformed channel {@code channel}: 0 is the low band of the last level, 1
   * the high band of the last level, and so on to the high band of the first.
   */
  public int band(int channel) {
    int low = channels;
    for (int level = 1; level <= levels; level++) {
      int half = (low + 1) / 2;
      if (channel >= half) {
        return levels - level + 1;
      }
      low = half;
    }
    return 0;
  }

  /** Transforms all filters in place; {@code filters x channels x taps}. */
  public void forward(float[] weights) {
    float[] scratch = new float[channels * taps];
    for (int at = 0; at < weights.length; at += channels * taps) {
      int low = channels;
      for (int level = 0; level < levels; level++) {
        step(weights, at, low, scratch);
        low = (low + 1) / 2;
      }
    }
  }

  private void step(float[] weights, int at, int low, float[] scratch) {
    int half = (low + 1) / 2;
    for (int pair = 0; pair < low / 2; pair++) {
      for (int t = 0; t < taps; t++) {
        float a = weights[at + 2 * pair * taps + t];
        float b = weights[at + (2 * pair + 1) * taps + t];
        scratch[pair * taps + t] = (a + b) * ROOT;
        scratch[(half + pair) * taps + t] = (a - b) * ROOT;
      }
    }
    if (low % 2 == 1) {
      System.arraycopy(weights, at + (low - 1) * taps, scratch, (half - 1) * taps, taps);
    }
    System.arraycopy(scratch, 0, weights, at, low * taps);
  }

  /** Undoes {@link #forward}. */
  public void inverse(float[] weights) {
    float[] scratch = new float[channels * taps];
    for (int at = 0; at < weights.length; at += channels * taps) {
      for (int level = levels - 1; level >= 0; level--) {
        int low = channels;
        for (int i = 0; i < level; i++) {
          low = (low + 1) / 2;
        }
        stepBack(weights, at, low, scratch);
      }
    }
  }

  private void stepBack(float[] weights, int at, int low, float[] scratch) {
    int half = (low + 1) / 2;
    for (int pair = 0; pair < low / 2; pair++) {
      for (int t = 0; t < taps; t++) {
        float sum = weights[at + pair * taps + t];
        float difference = weights[at + (half + pair) * taps + t];
        scratch[2 * pair * taps + t] = (sum + difference) * ROOT;
        scratch[(2 * pair + 1) * taps + t] = (sum - difference) * ROOT;
      }
    }
    if (low % 2 == 1) {
      System.arraycopy(weights, at + (half - 1) * taps, scratch, (low - 1) * taps, taps);
    }
    System.arraycopy(scratch, 0, weights, at, low * taps);
  }
}
