package org.arbit.supernet.layers;

import java.util.Arrays;
import org.arbit.supernet.network.Pool;

/**
 * Pooling of 2x2 pixels with stride 2; an odd row or column at the end is left out. Averages are
 * {@code ((a + b) + (c + d)) / 4} with a, b the upper row, the greatest is {@code max(max(a, b),
 * max(c, d))}, so that every engine that does the same gets the same bits.
 */
public final class Pooling {

  private Pooling() {}

  /**
   * Pools the output of a layer.
   *
   * @param from {@code channels x height x width} from {@code offset}
   * @param into receives the pooled map from 0
   */
  public static void run(NetworkPlan.Node node, float[] from, int offset, float[] into) {
    ConvShape shape = node.shape();
    if (node.pool() == Pool.AVERAGE) {
      average(from, offset, shape.outChannels(), shape.outHeight(), shape.outWidth(), into, 0);
      return;
    }
    int width = shape.outWidth();
    int at = 0;
    for (int c = 0; c < shape.outChannels(); c++) {
      for (int y = 0; y < node.mapHeight(); y++) {
        int upper = offset + (c * shape.outHeight() + 2 * y) * width;
        for (int x = 0; x < node.mapWidth(); x++) {
          int p = upper + 2 * x;
          into[at++] =
              Math.max(
                  Math.max(from[p], from[p + 1]), Math.max(from[p + width], from[p + width + 1]));
        }
      }
    }
  }

  /** Averages into {@code into} from {@code to}, and returns how far that has come. */
  static int average(
      float[] from, int offset, int channels, int height, int width, float[] into, int to) {
    int halfHeight = height / 2;
    int halfWidth = width / 2;
    int at = to;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < halfHeight; y++) {
        int upper = offset + (c * height + 2 * y) * width;
        int lower = upper + width;
        for (int end = at + halfWidth; at < end; at++, upper += 2, lower += 2) {
          into[at] = ((from[upper] + from[upper + 1]) + (from[lower] + from[lower + 1])) * 0.25f;
        }
      }
    }
    return at;
  }

  /**
   * Writes the gradient of a layer's output from that of its pooled map. Of equal values the first,
   * row by row, takes the gradient of their greatest.
   *
   * @param gradient of the pooled map, from {@code gradientOffset}
   * @param values the output that was pooled, from {@code offset}
   * @param into receives the gradient of the output from {@code offset}, replacing what is there
   */
  static void backward(
      NetworkPlan.Node node,
      float[] gradient,
      int gradientOffset,
      float[] values,
      float[] into,
      int offset) {
    ConvShape shape = node.shape();
    Arrays.fill(into, offset, offset + shape.outputSize(), 0f);
    int width = shape.outWidth();
    boolean average = node.pool() == Pool.AVERAGE;
    int at = gradientOffset;
    for (int c = 0; c < shape.outChannels(); c++) {
      for (int y = 0; y < node.mapHeight(); y++) {
        int upper = offset + (c * shape.outHeight() + 2 * y) * width;
        for (int x = 0; x < node.mapWidth(); x++) {
          int p = upper + 2 * x;
          float g = gradient[at++];
          if (average) {
            into[p] = g * 0.25f;
            into[p + 1] = g * 0.25f;
            into[p + width] = g * 0.25f;
            into[p + width + 1] = g * 0.25f;
          } else {
            into[greatest(values, p, width)] = g;
          }
        }
      }
    }
  }

  private static int greatest(float[] values, int p, int width) {
    int best = p;
    best = values[p + 1] > values[best] ? p + 1 : best;
    best = values[p + width] > values[best] ? p + width : best;
    return values[p + width + 1] > values[best] ? p + width + 1 : best;
  }
}
