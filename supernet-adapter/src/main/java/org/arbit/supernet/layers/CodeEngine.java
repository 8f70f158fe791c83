package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A way to convolve integer codes. All ways give the same sums, since all are exact; which one is
 * taken decides about speed alone.
 */
public interface CodeEngine {

  /** Sums of products of codes below it are exact in float32. */
  long EXACT = 1L << 24;

  /** The number of samples that kernels are tried with, and that layouts are chosen for. */
  int USUAL_SAMPLES = 16;

  /** Weights in the form that the kernels of one engine read. */
  interface Weights {

    /**
     * Takes other codes in place of those that are there.
     *
     * @param codes {@code outChannels x fanIn}
     */
    void set(byte[] codes);
  }

  /**
   * A convolution of a fixed number of samples with memory of its own, for one thread at a time.
   */
  interface Kernel {

    /** Returns the codes to convolve, {@code samples x inputSize}, each within 0..255. */
    FloatBuffer input();

    /** Returns the sums that the last {@link #forward} gave, {@code samples x outputSize}. */
    FloatBuffer output();

    /** Convolves the input with weights of this engine. */
    void forward(Weights weights);

    /**
     * Convolves the input with weights of this engine, and leaves its codes in {@code into}. An
     * engine of this package whose {@link CodeEngine#keep} gives memory has kernels that do so;
     * others need not.
     *
     * @param weights of this engine
     * @param into what {@code keep} of this engine made
     * @param sample index in the batch of the input's first sample
     */
    default void forward(Weights weights, KeptCodes into, int sample) {
      throw new UnsupportedOperationException("This engine keeps no codes.");
    }
  }

  /**
   * Brings weights into the form of this engine.
   *
   * @param codes {@code outChannels x fanIn}
   */
  Weights weights(ConvShape shape, byte[] codes);

  /** Makes a kernel. */
  Kernel kernel(ConvShape shape, int samples);

  /**
   * Makes memory for the codes of a batch; empty, as here, if kernels of this engine leave none.
   *
   * @param samples of the batch
   */
  default Optional<KeptCodes> keep(ConvShape shape, int samples) {
    return Optional.empty();
  }
}
