package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.arbit.supernet.quant.Arrays32;

/**
 * Two sums per channel over the samples of a shard, for batch-norm and its gradient. Samples are
 * added element by element, and the elements of a channel at the end: a loop that adds up into one
 * number is not vectorised, one that adds two arrays is. Memory of one worker.
 */
final class MapSums {

  private static final int BLOCK = Scratch.BLOCK;

  private final float[] row = new float[Scratch.BLOCK_ARRAY];
  private float[][] first = new float[0][];
  private float[][] second = new float[0][];
  private float[][] centers = new float[0][];
  private float[] whole = new float[0];
  private int size;

  /** Starts anew, for maps of {@code size} elements. */
  void start(int size) {
    this.size = size;
    int blocks = (size + BLOCK - 1) / BLOCK;
    if (first.length < blocks) {
      first = new float[blocks][Scratch.BLOCK_ARRAY];
      second = new float[blocks][Scratch.BLOCK_ARRAY];
      centers = new float[blocks][Scratch.BLOCK_ARRAY];
    }
    for (int b = 0; b < blocks; b++) {
      Arrays.fill(first[b], 0);
      Arrays.fill(second[b], 0);
    }
  }

  /**
   * Starts anew, for products with what differs from a channel's center.
   *
   * @param center one for each channel
   * @param plane elements of a channel
   */
  void start(float[] center, int plane) {
    start(center.length * plane);
    for (int c = 0; c < center.length; c++) {
      for (int at = c * plane; at < (c + 1) * plane; ) {
        int block = at / BLOCK;
        int end = Math.min((c + 1) * plane, (block + 1) * BLOCK);
        Arrays.fill(centers[block], at - block * BLOCK, end - block * BLOCK, center[c]);
        at = end;
      }
    }
  }

  /**
   * Multiplies samples with {@code factor}, writes them, and adds them and their squares.
   *
   * @param values {@code samples x size}
   * @param into receives the products from {@code at}
   */
  void addScaled(FloatBuffer values, int samples, float factor, float[] into, int at) {
    for (int b = 0; b * BLOCK < size; b++) {
      int n = Math.min(BLOCK, size - b * BLOCK);
      for (int i = 0; i < samples; i++) {
        int from = i * size + b * BLOCK;
        values.get(from, row, 0, n);
        Arrays32.scaleAndAddMoments(row, first[b], second[b], n, factor);
        System.arraycopy(row, 0, into, at + from, n);
      }
    }
  }

  /**
   * Adds a block of a sample, and its products with what values differ from their centers.
   *
   * @param from index of its first element within the sample, a multiple of {@link Scratch#BLOCK}
   * @param count of its elements, at most as many as that
   * @param values the sample's, from {@code at}
   */
  void addProducts(float[] block, int from, int count, float[] values, int at) {
    int b = from / BLOCK;
    System.arraycopy(values, at + from, row, 0, count);
    Arrays32.addWithProducts(block, row, centers[b], first[b], second[b], count);
  }

  /** Writes the first sum of each channel, over {@code plane} elements. */
  void first(double[] into, int plane) {
    channels(first, into, plane);
  }

  /** Writes the second sum of each channel. */
  void second(double[] into, int plane) {
    channels(second, into, plane);
  }

  /** Writes the first {@code size} elements of blocks one after the other. */
  static void join(float[][] blocks, float[] into, int size) {
    for (int at = 0, b = 0; at < size; at += BLOCK, b++) {
      System.arraycopy(blocks[b], 0, into, at, Math.min(BLOCK, size - at));
    }
  }

  private void channels(float[][] sums, double[] into, int plane) {
    if (whole.length < size) {
      whole = new float[size];
    }
    join(sums, whole, size);
    for (int c = 0; c * plane < size; c++) {
      into[c] = Arrays32.sum(whole, c * plane, plane);
    }
  }
}
