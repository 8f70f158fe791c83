package org.arbit.supernet.frozen;

import java.util.Arrays;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.Scratch;
import org.arbit.supernet.quant.Arrays32;
import org.arbit.supernet.quant.LsqActivations;

/**
 * What the observation shows of a sample: means of channel groups, the mean and the share of zeros
 * of the codes that a layer would read at the highest bit-width, from sums of integers.
 */
final class SampleFeatures {

  /** Values that are added up side by side, and then once for each group of channels. */
  private static final int BLOCK = 256;

  /** Sums of so many 8-bit codes are exact in float32. */
  private static final int MOST_CODES = 1 << 16;

  private SampleFeatures() {}

  /**
   * Writes the features of one sample.
   *
   * @param reader the layer that reads the map
   * @param bits its highest bit-width
   * @param maps {@code samples x channels x height x width}
   * @param into receives {@code FIELDS} values in row {@code sample}
   */
  static void write(
      FrozenLayer reader, int bits, float[] maps, int sample, Scratch scratch, float[] into) {
    ConvShape shape = reader.shape();
    int size = shape.inputSize();
    int plane = shape.inHeight() * shape.inWidth();
    int channels = shape.inChannels();
    int largest = LsqActivations.largest(bits);
    float[] row = scratch.row(BLOCK);
    float[] sums = scratch.otherRow(BLOCK);
    float[] positives = scratch.thirdRow(BLOCK);
    Arrays.fill(positives, 0, BLOCK, 0f);
    float inverseStep = reader.highestInverseStep();
    int groups = Math.min(FrozenNetwork.GROUPS, channels);
    int at = sample * FrozenNetwork.FIELDS;
    Arrays.fill(into, at, at + FrozenNetwork.GROUPS, 0f);
    long total = 0;
    for (int g = 0; g < groups; g++) {
      int first = g * channels / groups;
      int last = (g + 1) * channels / groups;
      long sum = 0;
      for (int start = first * plane; start < last * plane; start += MOST_CODES) {
        int end = Math.min(start + MOST_CODES, last * plane);
        Arrays.fill(sums, 0, BLOCK, 0f);
        for (int i = start; i < end; i += BLOCK) {
          int count = Math.min(BLOCK, end - i);
          System.arraycopy(maps, sample * size + i, row, 0, count);
          Arrays32.addCodes(row, sums, positives, count, inverseStep, largest);
        }
        sum += (long) Arrays32.sum(sums, 0, BLOCK);
      }
      total += sum;
      into[at + g] = share(sum, (long) (last - first) * plane * largest);
    }
    into[at + FrozenNetwork.GROUPS] = share(total, (long) size * largest);
    long empty = size - (long) Arrays32.sum(positives, 0, BLOCK);
    into[at + FrozenNetwork.GROUPS + 1] = share(empty, size);
  }

  /** An exact integer times the rounded inverse of another, as an exported graph computes it. */
  private static float share(long part, long whole) {
    return part * (float) (1.0 / whole);
  }
}
