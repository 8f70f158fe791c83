package org.arbit.supernet.layers;

/**
 * A named array of a network: something learned, or a running statistic.
 *
 * @param name unique in its network, such as {@code block1.conv1.weight}
 * @param group how it is treated by the optimiser
 * @param shape row-major
 * @param value current values; changed in place
 * @param gradient of the loss, added to in place; empty for statistics
 */
public record Parameter(String name, Group group, int[] shape, float[] value, float[] gradient) {

  /** How the optimiser treats a parameter. */
  public enum Group {
    /** Learned, with weight decay. */
    WEIGHT,
    /** Batch-norm scale and shift, biases: learned, without weight decay. */
    AFFINE,
    /** Step of a quantizer: learned with a rate of its own, without weight decay, kept positive. */
    STEP,
    /** Not learned. */
    STATISTIC
  }

  /** Makes a parameter of zeros. */
  public static Parameter of(String name, Group group, int... shape) {
    int length = 1;
    for (int side : shape) {
      length *= side;
    }
    return new Parameter(
        name, group, shape, new float[length], new float[group == Group.STATISTIC ? 0 : length]);
  }
}
