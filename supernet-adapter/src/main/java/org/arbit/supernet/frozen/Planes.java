package org.arbit.supernet.frozen;

import java.nio.FloatBuffer;
import org.arbit.supernet.quant.Arrays32;
import org.jspecify.annotations.Nullable;

/**
 * Moves values between the tensors of a walk and the memory of kernels, with the element-wise work
 * done on the way. It goes block by block or channel by channel, so that what one pass leaves in
 * the cache is still there for the next: whole samples do not fit.
 */
final class Planes {

  /** Values of a block; 4 KB are a small part of any core's first cache. */
  static final int BLOCK = 1024;

  private Planes() {}

  /**
   * Quantizes a sample to its codes and puts them into one or two kernels.
   *
   * @param from the sample, from {@code at}
   * @param row scratch memory
   * @param into receives the codes, from {@code to}
   * @param beside receives them, too, if there is one
   */
  static void putCodes(
      float[] from,
      int at,
      int size,
      float inverseStep,
      float largest,
      float[] row,
      FloatBuffer into,
      @Nullable FloatBuffer beside,
      int to) {
    for (int first = 0; first < size; first += BLOCK) {
      int count = Math.min(BLOCK, size - first);
      System.arraycopy(from, at + first, row, 0, count);
      Arrays32.codes(row, 0, count, inverseStep, largest);
      into.put(to + first, row, 0, count);
      if (beside != null) {
        beside.put(to + first, row, 0, count);
      }
    }
  }

  /**
   * Gets a sample from a kernel, with batch-norm and ReLU.
   *
   * @param from has the sample from {@code first}
   * @param factors of each channel
   * @param summands of each channel
   * @param plane values of a channel
   * @param into receives the sample from {@code at}
   */
  static void getAffineRelu(
      FloatBuffer from,
      int first,
      float[] factors,
      float[] summands,
      int plane,
      float[] into,
      int at) {
    for (int c = 0; c < factors.length; c++) {
      int to = at + c * plane;
      from.get(first + c * plane, into, to, plane);
      Arrays32.affineRelu(into, to, plane, factors[c], summands[c]);
    }
  }

  /**
   * Gets a sample from a kernel, with batch-norm, skip connection and ReLU.
   *
   * @param skip has what is added, from {@code at} as well
   */
  static void getAffineAddRelu(
      FloatBuffer from,
      int first,
      float[] factors,
      float[] summands,
      int plane,
      float[] skip,
      float[] into,
      int at) {
    for (int c = 0; c < factors.length; c++) {
      int to = at + c * plane;
      from.get(first + c * plane, into, to, plane);
      Arrays32.affineAddRelu(into, skip, into, to, plane, factors[c], summands[c]);
    }
  }

  /** Gets a sample from a kernel, with batch-norm alone. */
  static void getAffine(
      FloatBuffer from,
      int first,
      float[] factors,
      float[] summands,
      int plane,
      float[] into,
      int at) {
    for (int c = 0; c < factors.length; c++) {
      int to = at + c * plane;
      from.get(first + c * plane, into, to, plane);
      Arrays32.affine(into, to, plane, factors[c], summands[c]);
    }
  }
}
