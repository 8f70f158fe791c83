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

  /**
   * Writes the averages of a sample of the source, for a target that is smaller.
   *
   * @param from the source's input
   * @param block scratch memory for some pairs of rows
   * @param into receives {@code channels x h/2 x w/2} values from {@code to}
   */
  static void average(
      MapReader from, int sample, ConvShape source, float[] block, float[] into, int to) {
    int pair = 2 * source.inWidth();
    int together = block.length / pair;
    int pairs = source.inputSize() / pair;
    int at = to;
    for (int first = 0; first < pairs; first += together) {
      int n = Math.min(together, pairs - first);
      from.read(sample, first * pair, block, n * pair);
      at = Pooling.average(block, 0, 1, 2 * n, source.inWidth(), into, at);
    }
  }

  /** Whether the target has half the height and width of the source. */
  public static boolean shrinks(ConvShape source, ConvShape target) {
    return source.inHeight() != target.outHeight();
  }

  /**
   * Writes a block of what the gradient of a resized sample gives to that of its source.
   *
   * @param gradient of the target's output, the sample's from {@code offset}
   * @param first index of the block's first element within the source's input, even
   * @param count of the block's elements, even; whole rows of pixels need not be in it
   */
  static void resizeBackward(
      float[] gradient,
      int offset,
      ConvShape source,
      ConvShape target,
      int first,
      float[] block,
      int count) {
    if (!shrinks(source, target)) {
      System.arraycopy(gradient, offset + first, block, 0, count);
      return;
    }
    int width = source.inWidth();
    for (int at = 0; at < count; ) {
      int row = (first + at) / width;
      int column = (first + at) % width;
      int end = Math.min(count, at + width - column);
      int from = offset + row / 2 * (width / 2);
      if (row % 2 == 1 && column == 0 && at >= width) {
        System.arraycopy(block, at - width, block, at, end - at);
        at = end;
      }
      for (int i = from + column / 2; at < end; at += 2, i++) {
        float quarter = gradient[i] * 0.25f;
        block[at] = quarter;
        block[at + 1] = quarter;
      }
    }
  }
}
