package org.arbit.supernet.frozen;

import java.util.SplittableRandom;
import org.arbit.supernet.layers.ConvKernel;
import org.arbit.supernet.layers.ConvShape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks that this machine convolves integers exactly. A direct or matrix-product kernel does; a
 * Winograd kernel, which a library may choose by itself, transforms its input by fractions and does
 * not. Errors of that kind show at almost every output, so that a few are enough to look at.
 */
final class ExactnessProbe {

  private static final int LOOKED_AT = 48;

  private ExactnessProbe() {}

  static void check(FrozenLayer layer) {
    ConvShape shape = layer.shape();
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    int samples = FrozenWalk.LARGEST_CHUNK;
    ConvKernel kernel = new ConvKernel(shape, samples);
    float[] input = new float[samples * shape.inputSize()];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextInt(256);
    }
    float[] weights = new float[shape.weights()];
    int limit = (int) Math.min(127, FrozenLayer.EXACT / (256L * shape.fanIn()));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(2 * limit + 1) - limit;
    }
    INDArray nativeWeights = ConvKernel.weights(shape);
    ConvKernel.buffer(nativeWeights).put(0, weights);
    kernel.input().put(0, input);
    kernel.forward(nativeWeights);
    for (int i = 0; i < LOOKED_AT; i++) {
      int at = random.nextInt(samples * shape.outputSize());
      float found = kernel.output().get(at);
      long expected = expected(shape, input, weights, at);
      if (found != expected) {
        throw new IllegalStateException(
            "The convolution of this machine is not exact on integers: layer "
                + layer.name()
                + " gave "
                + found
                + " where "
                + expected
                + " is right. Maybe its library uses a Winograd kernel; results would depend on"
                + " the batch.");
      }
    }
  }

  private static long expected(ConvShape shape, float[] input, float[] weights, int at) {
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
            ((long) input[from * shape.inWidth() + column])
                * ((long) weights[channel * shape.fanIn() + i]);
      }
    }
    return sum;
  }
}
