package org.arbit.supernet;

/**
 * One forward pass of a batch through a {@link SuperNetwork}, a searchable layer at a time. At each
 * layer it shows features of every sample's input, takes a bit-width per sample, and advances;
 * after the last layer it has logits. Samples with the same choice are computed together, and skip
 * connections live inside.
 *
 * <p>Not thread-safe. Close it to give its buffers back.
 */
public interface Walk extends AutoCloseable {

  /** The choice, in place of a bit-width, of a sample that leaves at the head before this layer. */
  int EXIT = -1;

  /** Returns the number of samples. */
  int samples();

  /** Returns the index of the layer that waits for its bit-widths; the layer count when done. */
  int layer();

  /** Whether the logits are there. */
  boolean done();

  /**
   * Writes the features of every sample's input to the current layer, taken from its codes at the
   * highest bit-width: {@code group0..15} are means of min(16, C) contiguous channel groups, zero
   * beyond; {@code mean} is the mean of the whole input; all as shares of the largest code, in [0,
   * 1]; {@code zeros} is the share of zero codes. A sample that has left keeps its last features.
   *
   * @param into receives {@code samples x fields}, row by row
   * @throws IllegalStateException if the walk is done or closed
   */
  void features(float[] into);

  /**
   * Writes what the head before the current layer says, whether or not a sample will leave there;
   * whoever looks pays for the head. A sample that has left keeps its logits.
   *
   * @param into receives {@code samples x classes}, row by row
   * @throws IllegalStateException if there is no head before the current layer, or the walk is done
   *     or closed
   * @throws UnsupportedOperationException if the engine cannot tell before a sample leaves
   */
  default void exitLogits(float[] into) {
    throw new UnsupportedOperationException("This engine does not show what its heads say.");
  }

  /**
   * Runs the current layer at the given bit-widths and advances.
   *
   * @param weightBits one candidate bit-width per sample, or {@link #EXIT} where the network has a
   *     head before this layer; ignored for samples that have left
   * @param activationBits the same for the input activations; equal to {@code weightBits} unless
   *     the network is {@link SuperNetwork#separate()}
   * @throws IllegalArgumentException if a length or a bit-width does not fit; nothing has changed
   * @throws IllegalStateException if the walk is done or closed
   */
  void step(int[] weightBits, int[] activationBits);

  /**
   * Runs the current layer with shared bit-widths and advances.
   *
   * @param bits one candidate bit-width per sample
   */
  default void step(int[] bits) {
    step(bits, bits);
  }

  /**
   * Writes the logits.
   *
   * @param into receives {@code samples x classes}, row by row
   * @throws IllegalStateException if the walk is not done, or closed
   */
  void logits(float[] into);

  /** Gives the buffers back. Closing twice is harmless. */
  @Override
  void close();
}
