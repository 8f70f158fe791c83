package org.arbit.supernet.layers;

import java.util.Arrays;

/**
 * The parameter-free shortcut that halves height and width by 2x2 averages, where the target is
 * smaller, and adds channels of zeros. The four pixels are added in one fixed order, {@code ((a +
 * b) + (c + d)) / 4} with a, b the upper row, so that every engine that does the same gets the same
 * bits.
 */
public final class Skip {

  private Skip() {}

  /**
   * Writes the source in the shape of the target.
   *
   * @param from {@code channels x h x w} of the source's input from {@code fromOffset}
   * @param source the layer whose input it is
   * @param target the layer to whose output it is added
   * @param into receives the target's output shape from {@code to}; channels beyond the source's
   *     become zero
   */
  public static void resize(
      float[] from, int fromOffset, ConvShape source, ConvShape target, float[] into, int to) {
    int at = to + source.inputSize();
    if (shrinks(source, target)) {
      at =
          Pooling.average(
              from, fromOffset, source.inChannels(), source.inHeight(), source.inWidth(), into, to);
    } else {
      System.arraycopy(from, fromOffset, into, to, source.inputSize());
    }
    Arrays.fill(into, at, to + target.outputSize(), 0f);
  }

  /** Whether the target has half the height and width of the source. */
  public static boolean shrinks(ConvShape source, ConvShape target) {
    return source.inHeight() != target.outHeight();
  }

  /**
   * Adds the gradient of the resized row to that of its source.
   *
   * @param gradient of the target's output, from {@code offset}
   * @param into receives that of the source's input, added from {@code intoOffset}
   */
  static void resizeBackward(
      float[] gradient,
      int offset,
      ConvShape source,
      ConvShape target,
      float[] into,
      int intoOffset) {
    if (!shrinks(source, target)) {
      for (int i = 0; i < source.inputSize(); i++) {
        into[intoOffset + i] += gradient[offset + i];
      }
      return;
    }
    int width = source.inWidth();
    int halfHeight = source.inHeight() / 2;
    int halfWidth = width / 2;
    int at = offset;
    for (int c = 0; c < source.inChannels(); c++) {
      for (int y = 0; y < halfHeight; y++) {
        int upper = intoOffset + (c * source.inHeight() + 2 * y) * width;
        for (int x = 0; x < halfWidth; x++) {
          int p = upper + 2 * x;
          float quarter = gradient[at++] * 0.25f;
          into[p] += quarter;
          into[p + 1] += quarter;
          into[p + width] += quarter;
          into[p + width + 1] += quarter;
        }
      }
    }
  }
}
