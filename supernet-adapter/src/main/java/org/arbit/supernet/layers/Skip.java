package org.arbit.supernet.layers;

import java.util.Arrays;

/**
 * The parameter-free shortcut that halves height and width by 2x2 averages and adds channels of
 * zeros. The four pixels are added in one fixed order, {@code ((a + b) + (c + d)) / 4} with a, b
 * the upper row, so that every engine that does the same gets the same bits.
 */
public final class Skip {

  private Skip() {}

  /**
   * Writes the shrunk source into one row.
   *
   * @param from {@code channels x 2h x 2w} from {@code fromOffset}
   * @param into {@code outChannels x h x w} from 0; channels beyond the source's become zero
   */
  public static void shrink(
      float[] from, int fromOffset, ConvShape source, int size, float[] into) {
    int width = source.inWidth();
    int halfHeight = source.inHeight() / 2;
    int halfWidth = width / 2;
    int at = 0;
    for (int c = 0; c < source.inChannels(); c++) {
      for (int y = 0; y < halfHeight; y++) {
        int upper = fromOffset + (c * source.inHeight() + 2 * y) * width;
        for (int x = 0; x < halfWidth; x++) {
          int p = upper + 2 * x;
          into[at++] = ((from[p] + from[p + 1]) + (from[p + width] + from[p + width + 1])) * 0.25f;
        }
      }
    }
    Arrays.fill(into, at, size, 0f);
  }

  /** Adds the gradient of the shrunk row to that of its source. */
  public static void shrinkBackward(
      float[] gradient, int offset, ConvShape source, float[] into, int intoOffset) {
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
