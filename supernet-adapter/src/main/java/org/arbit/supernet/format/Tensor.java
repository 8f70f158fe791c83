package org.arbit.supernet.format;

import java.util.Arrays;

/**
 * A named array of a file.
 *
 * @param shape row-major sides
 * @param values as many as the product of the sides
 */
public record Tensor(int[] shape, float[] values) {

  /** Checks that shape and values agree. */
  public Tensor {
    long length = 1;
    for (int side : shape) {
      length *= side;
    }
    if (length != values.length) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + Arrays.toString(shape)
              + " needs "
              + length
              + " values, but there are "
              + values.length
              + ".");
    }
  }
}
