package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.arbit.supernet.quant.Arrays32;

/**
 * The backward pass of an activation quantizer, block by block, and what each element gives to the
 * gradient of its step, added up element by element as in {@link MapSums}. Memory of one worker.
 */
final class StepTerms {

  private final float[] values = new float[Scratch.BLOCK_ARRAY];
  private final float[] gradient = new float[Scratch.BLOCK_ARRAY];
  private final float[] mask = new float[Scratch.BLOCK_ARRAY];
  private float[][] terms = new float[0][];
  private float[] whole = new float[0];
  private int size;

  /** Starts anew, for samples of {@code size} elements. */
  void start(int size) {
    this.size = size;
    int blocks = (size + Scratch.BLOCK - 1) / Scratch.BLOCK;
    if (terms.length < blocks) {
      terms = new float[blocks][Scratch.BLOCK_ARRAY];
      whole = new float[blocks * Scratch.BLOCK];
    }
    for (int b = 0; b < blocks; b++) {
      Arrays.fill(terms[b], 0);
    }
  }

  /**
   * Takes the gradients of samples through the quantizer, and adds their terms.
   *
   * @param gradients of the quantized values, {@code samples x size} from {@code from}
   * @param input the values that were quantized
   * @param sample the first of the samples
   * @param inverseStep 1 by the step
   * @param largest code
   * @param receiver takes the gradients of the values
   */
  void add(
      FloatBuffer gradients,
      int from,
      int samples,
      MapReader input,
      int sample,
      float inverseStep,
      float largest,
      GradientReceiver receiver) {
    for (int first = 0, b = 0; first < size; first += Scratch.BLOCK, b++) {
      int n = Math.min(Scratch.BLOCK, size - first);
      for (int i = 0; i < samples; i++) {
        gradients.get(from + i * size + first, gradient, 0, n);
        input.read(sample + i, first, values, n);
        Arrays32.quantizeBackward(values, gradient, terms[b], mask, n, inverseStep, largest);
        receiver.accept(sample + i, first, gradient, values, n);
      }
    }
  }

  /** Passes gradients of samples on that were not quantized. */
  void pass(
      FloatBuffer gradients,
      int from,
      int samples,
      MapReader input,
      int sample,
      GradientReceiver receiver) {
    for (int first = 0; first < size; first += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, size - first);
      for (int i = 0; i < samples; i++) {
        gradients.get(from + i * size + first, gradient, 0, n);
        input.read(sample + i, first, values, n);
        receiver.accept(sample + i, first, gradient, values, n);
      }
    }
  }

  /** Returns the sum of all terms since the start. */
  float sum() {
    MapSums.join(terms, whole, size);
    return Arrays32.sum(whole, 0, size);
  }
}
