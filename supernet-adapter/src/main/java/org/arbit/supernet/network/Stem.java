package org.arbit.supernet.network;

/**
 * The first convolution, fixed at 8/8 bits.
 *
 * @param channels that it gives, at least 1
 * @param kernel side in pixels: 1, 3 or 5
 * @param stride in pixels: 1 or 2
 */
public record Stem(int channels, int kernel, int stride) {

  /** Returns a stem with kernel 3 and stride 1. */
  public static Stem of(int channels) {
    return new Stem(channels, 3, 1);
  }
}
