package org.arbit.supernet.frozen;

import java.nio.FloatBuffer;
import org.arbit.supernet.layers.ConvShape;

/**
 * A way to convolve integer codes. All ways give the same sums, since all are exact; which one is
 * taken decides about speed alone.
 */
interface CodeEngine {

  /** Weights in the form that the kernels of one engine read. Immutable. */
  interface Weights {}

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
  }

  /**
   * Brings weights into the form of this engine.
   *
   * @param codes {@code outChannels x fanIn}
   */
  Weights weights(ConvShape shape, byte[] codes);

  /** Makes a kernel. */
  Kernel kernel(ConvShape shape, int samples);
}
