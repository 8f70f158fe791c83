package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.arbit.supernet.quant.Arrays32;

/**
 * The backward pass of an activation quantizer, sample by sample, and what each element gives to
 * the gradient of its step, added up element by element as in {@link MapSums}. Memory of one
 * worker.
 */
final class StepTerms {

  /** Elements at a time: four arrays of 4 KB stay in any core's first cache. */
  private static final int BLOCK = 1024;

  private final float[] values = new float[BLOCK];
  private final float[] gradient = new float[BLOCK];
  private float[][] terms = new float[0][];
  private float[] whole = new float[0];
  private int size;

  /** Starts anew, for samples of {@code size} elements. */
  void start(int size) {
    this.size = size;
    int blocks = (size + BLOCK - 1) / BLOCK;
    if (terms.length < blocks) {
      terms = new float[blocks][BLOCK];
      whole = new float[blocks * BLOCK];
    }
    for (int b = 0; b < blocks; b++) {
      Arrays.fill(terms[b], 0);
    }
  }

  /** Returns the elements of a sample. */
  int size() {
    return size;
  }

  /**
   * Takes the gradient of a sample through the quantizer, and adds its terms.
   *
   * @param gradients of the quantized values, the sample's from {@code from}
   * @param input the values that were quantized, from {@code at}
   * @param inverseStep 1 by the step
   * @param largest code
   * @param into receives the gradient of the values
   */
  void add(
      FloatBuffer gradients,
      int from,
      float[] input,
      int at,
      float inverseStep,
      float largest,
      float[] into) {
    for (int first = 0, b = 0; first < size; first += BLOCK, b++) {
      int n = Math.min(BLOCK, size - first);
      gradients.get(from + first, gradient, 0, n);
      System.arraycopy(input, at + first, values, 0, n);
      Arrays32.quantizeBackward(values, gradient, terms[b], 0, n, inverseStep, largest);
      System.arraycopy(gradient, 0, into, first, n);
    }
  }

  /** Returns the sum of all terms since the start. */
  float sum() {
    MapSums.join(terms, whole, size);
    return Arrays32.sum(whole, 0, size);
  }
}
