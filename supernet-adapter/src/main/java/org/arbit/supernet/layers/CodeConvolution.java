package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** The forward pass of a layer in codes: its weights' codes, and what convolves them. */
final class CodeConvolution {

  private final ConvShape shape;
  private final CodeEngine engine;
  private final byte[] codes;
  private final CodeEngine.Weights weights;
  private final @Nullable KeptCodes kept;
  private float unit;

  /**
   * Makes a layer's.
   *
   * @param batch largest number of samples
   */
  CodeConvolution(String layer, ConvShape shape, int batch, Engines engines) {
    this.shape = shape;
    engine = engines.of(layer, shape);
    codes = new byte[shape.weights()];
    weights = engine.weights(shape, codes);
    kept = engine.keep(shape, batch).orElse(null);
  }

  /** Returns the codes of the last pass; {@code null} if its engine keeps none. */
  @Nullable KeptCodes kept() {
    return kept;
  }

  /**
   * Takes the weights of the next pass.
   *
   * @param weightCodes integers within -128..127
   * @param unit what a product of codes stands for
   */
  void set(float[] weightCodes, float unit) {
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) weightCodes[i];
    }
    weights.set(codes);
    this.unit = unit;
  }

  float unit() {
    return unit;
  }

  /** Convolves {@code count} samples of the input and returns the sums of products of codes. */
  FloatBuffer run(
      Scratch scratch, ActivationQuantizer quantizer, MapReader input, int from, int count) {
    CodeEngine.Kernel kernel = scratch.codeKernels().of(engine, shape, count);
    quantizer.fill(kernel.input(), scratch, input, from, count, shape.inputSize(), 1);
    if (kept == null) {
      kernel.forward(weights);
    } else {
      kernel.forward(weights, kept, from);
    }
    return kernel.output();
  }
}
