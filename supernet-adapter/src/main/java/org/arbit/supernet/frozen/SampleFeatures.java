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
    float[] row = scratch.row(Planes.BLOCK);
    float[] positives = scratch.otherRow(Planes.BLOCK);
    Arrays.fill(positives, 0, Planes.BLOCK, 0f);
    float inverseStep = reader.highestInverseStep();
    int groups = Math.min(FrozenNetwork.GROUPS, channels);
    int at = sample * FrozenNetwork.FIELDS;
    Arrays.fill(into, at, at + FrozenNetwork.GROUPS, 0f);
    long total = 0;
    for (int g = 0; g < groups; g++) {
      int first = g * channels / groups;
      int last = (g + 1) * channels / groups;
      long sum = 0;
      for (int i = first * plane; i < last * plane; i += Planes.BLOCK) {
        int count = Math.min(Planes.BLOCK, last * plane - i);
        System.arraycopy(maps, sample * size + i, row, 0, count);
        Arrays32.codes(row, 0, count, inverseStep, largest);
        sum += (long) Arrays32.sum(row, 0, count);
        Arrays32.countPositive(row, positives, 0, count);
      }
      total += sum;
      into[at + g] = share(sum, (long) (last - first) * plane * largest);
    }
    into[at + FrozenNetwork.GROUPS] = share(total, (long) size * largest);
    long empty = size - (long) Arrays32.sum(positives, 0, Planes.BLOCK);
    into[at + FrozenNetwork.GROUPS + 1] = share(empty, size);
  }

  /** An exact integer times the rounded inverse of another, as an exported graph computes it. */
  private static float share(long part, long whole) {
    return part * (float) (1.0 / whole);
  }
}
