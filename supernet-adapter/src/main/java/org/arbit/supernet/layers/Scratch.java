package org.arbit.supernet.layers;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory of one worker: a convolution kernel for every shape and number of samples that it has met,
 * and rows for element-wise work. Grows to a fixed size and then allocates nothing.
 */
public final class Scratch {

  /** Elements of a block: half a dozen arrays of 4 KB stay in any core's first cache. */
  static final int BLOCK = 1024;

  /**
   * Length of an array for blocks that is kept for long: with its header of 16 bytes a multiple of
   * a cache line, so that arrays made one after the other begin at the same place within a line,
   * and far from a multiple of 4 KB, at which processors take one address for another. {@link
   * org.arbit.supernet.quant.Arrays32#quantizeBackward} takes 257 ns then and 296 ns otherwise.
   */
  static final int BLOCK_ARRAY = BLOCK + 124;

  private record Key(ConvShape shape, int samples) {}

  private final Map<Key, ConvKernel> kernels = new HashMap<>();
  private final Kernels codeKernels = new Kernels();
  private final MapSums sums = new MapSums();
  private final StepTerms stepTerms = new StepTerms();
  private float[] row = new float[0];
  private float[] other = new float[0];
  private float[] third = new float[0];
  private float[] fourth = new float[0];

  /** Returns the kernel for the given shape and number of samples. */
  public ConvKernel kernel(ConvShape shape, int samples) {
    return kernels.computeIfAbsent(
        new Key(shape, samples), key -> new ConvKernel(key.shape, key.samples));
  }

  /** Returns the kernels that convolve codes. */
  Kernels codeKernels() {
    return codeKernels;
  }

  /** Returns the sums of the shard at work. */
  MapSums sums() {
    return sums;
  }

  /** Returns the parts of the gradient of the activation step that is at work. */
  StepTerms stepTerms() {
    return stepTerms;
  }

  /** Returns a row of at least {@code size} values, always the same one. */
  public float[] row(int size) {
    if (row.length < size) {
      row = new float[size];
    }
    return row;
  }

  /** Returns a second row. */
  public float[] otherRow(int size) {
    if (other.length < size) {
      other = new float[size];
    }
    return other;
  }

  /** Returns a third row. */
  public float[] thirdRow(int size) {
    if (third.length < size) {
      third = new float[size];
    }
    return third;
  }

  /** Returns a fourth row. */
  public float[] fourthRow(int size) {
    if (fourth.length < size) {
      fourth = new float[size];
    }
    return fourth;
  }
}
