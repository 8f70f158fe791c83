package org.arbit.env;

import java.util.Arrays;

/** What the spaces share in reading flat vectors. */
final class Vectors {

  private Vectors() {}

  /** Returns the position of the single one in a one-hot part of a vector. */
  static int oneHot(float[] vector, int offset, int length, boolean lengthFits) {
    int at = -1;
    boolean fits = lengthFits;
    for (int k = 0; fits && k < length; k++) {
      float entry = vector[offset + k];
      fits = entry == 0 || (entry == 1 && at < 0);
      at = entry == 1 ? k : at;
    }
    if (!fits || at < 0) {
      throw new IllegalArgumentException(
          "A one-hot vector of "
              + length
              + " entries has exactly one 1 and else 0, but this part begins at "
              + offset
              + " of "
              + Arrays.toString(vector)
              + ".");
    }
    return at;
  }

  static void checkLength(int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "The vector has " + found + " entries, but the space has " + expected + ".");
    }
  }
}
