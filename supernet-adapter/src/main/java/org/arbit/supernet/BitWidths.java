package org.arbit.supernet;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An immutable, ascending set of candidate bit-widths, a non-empty subset of {1..8}. Actions and
 * array columns refer to a bit-width by its index in this order.
 */
public final class BitWidths {

  /** The smallest bit-width that any network may use. */
  public static final int LEAST = 1;

  /** The largest bit-width that any network may use; stem and classifier always run at it. */
  public static final int GREATEST = 8;

  private final int[] bits;

  private BitWidths(int[] bits) {
    this.bits = bits;
  }

  /**
   * Returns the set of the given bit-widths, in any order.
   *
   * @throws IllegalArgumentException if empty, repeated, or outside 1..8
   */
  public static BitWidths of(int... bits) {
    if (bits.length == 0) {
      throw new IllegalArgumentException(
          "The set of candidate bit-widths is empty; give at least one of 1..8. Maybe 2,3,4,8?");
    }
    int[] sorted = bits.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] < LEAST || sorted[i] > GREATEST) {
        throw new IllegalArgumentException(
            "Bit-width " + sorted[i] + " is not allowed; candidates are whole numbers in 1..8.");
      }
      if (i > 0 && sorted[i] == sorted[i - 1]) {
        throw new IllegalArgumentException(
            "Bit-width " + sorted[i] + " is given twice in " + Arrays.toString(bits) + ".");
      }
    }
    return new BitWidths(sorted);
  }

  /** Returns the number of candidates. */
  public int size() {
    return bits.length;
  }

  /** Returns the bit-width at {@code index} in ascending order. */
  public int at(int index) {
    return bits[index];
  }

  /** Returns the smallest candidate. */
  public int min() {
    return bits[0];
  }

  /** Returns the largest candidate. */
  public int max() {
    return bits[bits.length - 1];
  }

  /** Whether {@code bitWidth} is a candidate. */
  public boolean contains(int bitWidth) {
    return Arrays.binarySearch(bits, bitWidth) >= 0;
  }

  /**
   * Returns the index of {@code bitWidth}.
   *
   * @throws IllegalArgumentException if it is not a candidate
   */
  public int indexOf(int bitWidth) {
    int index = Arrays.binarySearch(bits, bitWidth);
    if (index < 0) {
      throw new IllegalArgumentException(
          "Bit-width " + bitWidth + " is not a candidate; the candidates are " + this + ".");
    }
    return index;
  }

  /** Returns a copy of the bit-widths, ascending. */
  public int[] toArray() {
    return bits.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitWidths that && Arrays.equals(bits, that.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }

  /** Returns the set as {@code {2,3,4,8}}. */
  @Override
  public String toString() {
    return Arrays.stream(bits)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }
}
