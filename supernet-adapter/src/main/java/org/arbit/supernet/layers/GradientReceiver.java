package org.arbit.supernet.layers;

/**
 * Takes the gradient of a layer's input in blocks of {@link Scratch#BLOCK} elements: those of a
 * sample from its first element to its last, with those of other samples between them. What is done
 * with a block is done while it is in the first cache.
 */
@FunctionalInterface
interface GradientReceiver {

  /** Nobody wants the gradient, so that it need not be computed. */
  GradientReceiver NONE = (sample, first, block, values, count) -> {};

  /**
   * Takes a block.
   *
   * @param sample its index in the batch
   * @param first index of its first element within the sample
   * @param block scratch memory, which may be changed
   * @param values the elements of the input whose gradients these are
   * @param count of the elements
   */
  void accept(int sample, int first, float[] block, float[] values, int count);
}
