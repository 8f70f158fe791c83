package org.arbit.supernet.quant;

/**
 * Small signed integers in as few bytes as they need: value minus the least one, in {@code bits}
 * bits, the lowest bit first, one value right after the other; the last byte is filled up with
 * zeros. In NumPy: {@code unpackbits(bytes, bitorder="little")}, reshaped to rows of {@code bits}.
 */
public final class BitPacking {

  private BitPacking() {}

  /** Returns the bytes that {@code count} values of {@code bits} bits take. */
  public static int bytes(int count, int bits) {
    return Math.toIntExact(((long) count * bits + Byte.SIZE - 1) / Byte.SIZE);
  }

  /**
   * Packs values in [-2^(bits-1), 2^(bits-1) - 1].
   *
   * @param bits 1..8
   */
  public static byte[] pack(byte[] values, int bits) {
    byte[] packed = new byte[bytes(values.length, bits)];
    int least = -(1 << (bits - 1));
    long at = 0;
    for (byte value : values) {
      int unsigned = value - least;
      if (unsigned < 0 || unsigned >= 1 << bits) {
        throw new IllegalArgumentException(value + " does not fit into " + bits + " bits.");
      }
      for (int k = 0; k < bits; k++, at++) {
        packed[(int) (at >> 3)] |= (byte) ((unsigned >> k & 1) << (at & 7));
      }
    }
    return packed;
  }

  /**
   * Returns the first values of what {@link #pack} has packed.
   *
   * @throws IllegalArgumentException if there are not as many bytes as they take
   */
  public static byte[] unpack(byte[] packed, int count, int bits) {
    if (packed.length != bytes(count, bits)) {
      throw new IllegalArgumentException(
          count
              + " values of "
              + bits
              + " bits take "
              + bytes(count, bits)
              + " bytes, but there are "
              + packed.length
              + ".");
    }
    byte[] values = new byte[count];
    int least = -(1 << (bits - 1));
    long at = 0;
    for (int i = 0; i < count; i++) {
      int unsigned = 0;
      for (int k = 0; k < bits; k++, at++) {
        unsigned |= (packed[(int) (at >> 3)] >> (at & 7) & 1) << k;
      }
      values[i] = (byte) (unsigned + least);
    }
    return values;
  }
}
