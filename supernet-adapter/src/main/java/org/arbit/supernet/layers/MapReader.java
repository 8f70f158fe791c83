package org.arbit.supernet.layers;

import org.arbit.supernet.quant.Arrays32;

/**
 * Gives the map that a layer reads, in whatever pieces are wanted: from memory, or computed again
 * from what it follows from, where that has to be read anyway.
 */
@FunctionalInterface
interface MapReader {

  /**
   * Reads elements of a sample.
   *
   * @param sample its index in the batch
   * @param first index of the first of them within the sample
   * @param into receives them from 0
   * @param count of the elements
   */
  void read(int sample, int first, float[] into, int count);

  /**
   * Reads elements of a sample, none of them negative, as codes.
   *
   * @param inverseStep 1 by the step
   * @param largest code
   */
  default void readCodes(
      int sample, int first, float[] into, int count, float inverseStep, float largest) {
    read(sample, first, into, count);
    Arrays32.codes(into, 0, count, inverseStep, largest);
  }

  /**
   * Returns a reader of an array.
   *
   * @param maps {@code batch x size}
   */
  static MapReader of(float[] maps, int size) {
    return (sample, first, into, count) ->
        System.arraycopy(maps, sample * size + first, into, 0, count);
  }
}
