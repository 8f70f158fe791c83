package org.arbit.supernet.quant;

import org.arbit.supernet.BitWidths;

/**
 * Down-sampling of integer codes from a precision to the next lower one (vertical layering, arXiv
 * 2212.05326): {@code q_b = clamp(rint(q_h / 2^(h-b)), -2^(b-1), 2^(b-1) - 1)}, ties to even, with
 * h the adjacent higher candidate; 1 bit is the sign with 0 to +1. What is lost can be stored as an
 * enhancement layer and added again, bit for bit.
 */
public final class Cascade {

  private Cascade() {}

  /** Returns the code at {@code bits} of a code at the adjacent higher {@code from} bits. */
  public static int down(int code, int from, int bits) {
    if (bits == 1) {
      return code >= 0 ? 1 : -1;
    }
    int rounded = (int) Math.rint(code / (double) (1 << (from - bits)));
    return Math.max(LsqWeights.least(bits), Math.min(LsqWeights.largest(bits), rounded));
  }

  /** Whether {@link #down} of this code is changed by the clamp, through which no gradient goes. */
  public static boolean clamps(int code, int from, int bits) {
    return bits > 1 && Math.rint(code / (double) (1 << (from - bits))) > LsqWeights.largest(bits);
  }

  /**
   * Takes codes at the highest bit-width down all candidates to one.
   *
   * @param codes at {@code candidates.max()} bits
   * @param index of the wanted bit-width
   * @return codes at {@code candidates.at(index)} bits
   */
  public static byte[] down(byte[] codes, BitWidths candidates, int index) {
    byte[] current = codes.clone();
    for (int i = candidates.size() - 2; i >= index; i--) {
      for (int k = 0; k < current.length; k++) {
        current[k] = (byte) down(current[k], candidates.at(i + 1), candidates.at(i));
      }
    }
    return current;
  }

  /**
   * Returns what a lower layer lacks: {@code q_h - 2^(h-b) q_b}. It fits into h-b+1 bits as a
   * signed integer, one more than truncation would need, because rounding goes both ways and the
   * clamp cuts off half a step more.
   */
  public static byte[] enhancement(byte[] higher, byte[] lower, int from, int bits) {
    byte[] rest = new byte[higher.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (byte) (higher[i] - lower[i] * (1 << (from - bits)));
    }
    return rest;
  }

  /** Returns the higher codes from the lower ones and their enhancement. */
  public static byte[] up(byte[] lower, byte[] enhancement, int from, int bits) {
    byte[] higher = new byte[lower.length];
    for (int i = 0; i < higher.length; i++) {
      higher[i] = (byte) (lower[i] * (1 << (from - bits)) + enhancement[i]);
    }
    return higher;
  }
}
