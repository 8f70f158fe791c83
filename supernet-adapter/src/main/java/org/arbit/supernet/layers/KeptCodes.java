package org.arbit.supernet.layers;

import org.bytedeco.javacpp.BytePointer;

/**
 * The codes that a layer's forward pass convolved, for its backward pass, which then need not
 * quantize the input again: a byte each, the channels of a pixel one after the other. Whoever
 * writes or reads different samples may do so at the same time.
 */
final class KeptCodes {

  private final BytePointer all;
  private final BytePointer[] samples;

  /** Makes memory for the inputs of a layer. */
  KeptCodes(ConvShape shape, int samples) {
    all = new BytePointer((long) samples * shape.inputSize());
    this.samples = new BytePointer[samples];
    for (int i = 0; i < samples; i++) {
      this.samples[i] = all.getPointer((long) i * shape.inputSize());
    }
  }

  /** Returns where a sample's codes begin; those of the next samples follow. */
  BytePointer at(int sample) {
    return samples[sample];
  }
}
