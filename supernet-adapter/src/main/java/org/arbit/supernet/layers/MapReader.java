package org.arbit.supernet.layers;

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
   * Returns a reader of an array.
   *
   * @param maps {@code batch x size}
   */
  static MapReader of(float[] maps, int size) {
    return (sample, first, into, count) ->
        System.arraycopy(maps, sample * size + first, into, 0, count);
  }
}
