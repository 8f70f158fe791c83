package org.arbit.supernet.layers;

import org.bytedeco.javacpp.BytePointer;

/**
 * The codes that a layer's forward pass convolved, for its backward pass, which then need not
 * quantize the input again: {@code batch x height x width x channels} unsigned bytes. Whoever
 * writes or reads different samples may do so at the same time.
 */
final class KeptCodes {

  private final BytePointer all;
  private final BytePointer[] starts;

  /** Makes memory for the inputs of a layer. */
  KeptCodes(ConvShape shape, int samples) {
    all = new BytePointer((long) samples * shape.inputSize());
    starts = new BytePointer[samples];
    for (int i = 0; i < samples; i++) {
      starts[i] = all.getPointer((long) i * shape.inputSize());
    }
  }

  /** Returns where a sample's codes begin; those of the next samples follow. */
  BytePointer at(int sample) {
    return starts[sample];
  }
}
