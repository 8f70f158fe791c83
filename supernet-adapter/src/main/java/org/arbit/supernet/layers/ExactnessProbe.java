package org.arbit.supernet.layers;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether this machine convolves integers exactly. A direct or matrix-product kernel
 * does. A Winograd kernel, which a library may choose by itself, transforms its input by fractions
 * and does not; nor does a processor that adds products of bytes in 16 bits. Errors of these kinds
 * show at almost every output, so that a few are enough to look at.
 */
final class ExactnessProbe {

  private static final int LOOKED_AT = 48;

  private ExactnessProbe() {}

  /**
   * Convolves codes drawn at random.
   *
   * @return what was wrong; {@code null} if nothing
   */
  static @Nullable String failure(CodeEngine engine, ConvShape shape) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    int samples = CodeEngine.USUAL_SAMPLES;
    float[] input = new float[samples * shape.inputSize()];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextInt(256);
    }
    byte[] weights = new byte[shape.weights()];
    int limit = (int) Math.min(127, CodeEngine.EXACT / (256L * shape.fanIn()));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(2 * limit + 1) - limit);
    }
    CodeEngine.Kernel kernel = engine.kernel(shape, samples);
    kernel.input().put(0, input);
    kernel.forward(engine.weights(shape, weights));
    for (int i = 0; i < LOOKED_AT; i++) {
      int at = random.nextInt(samples * shape.outputSize());
      float found = kernel.output().get(at);
      long expected = expected(shape, input, weights, at);
      if (found != expected) {
        return found + " where " + expected + " is right";
      }
    }
    return null;
  }

  private static long expected(ConvShape shape, float[] input, byte[] weights, int at) {
    int sample = at / shape.outputSize();
    int channel = at % shape.outputSize() / shape.outputPlane();
    int y = at % shape.outputPlane() / shape.outWidth() * shape.stride() - shape.padding();
    int x = at % shape.outWidth() * shape.stride() - shape.padding();
    int kernel = shape.kernel();
    long sum = 0;
    for (int i = 0; i < shape.fanIn(); i++) {
      int row = y + i / kernel % kernel;
      int column = x + i % kernel;
      int source = shape.depthwise() ? channel : i / (kernel * kernel);
      if (row >= 0 && row < shape.inHeight() && column >= 0 && column < shape.inWidth()) {
        int from = (sample * shape.inChannels() + source) * shape.inHeight() + row;
        sum +=
            ((long) input[from * shape.inWidth() + column]) * weights[channel * shape.fanIn() + i];
      }
    }
    return sum;
  }
}
