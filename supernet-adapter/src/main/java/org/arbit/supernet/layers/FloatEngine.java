package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolves codes held in float32, by ND4J; runs everywhere. */
final class FloatEngine implements CodeEngine {

  private record FloatWeights(INDArray codes) implements Weights {

    @Override
    public void set(byte[] values) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values[i];
      }
      ConvKernel.buffer(codes).put(0, floats);
    }
  }

  @Override
  public Weights weights(ConvShape shape, byte[] codes) {
    FloatWeights weights = new FloatWeights(ConvKernel.weights(shape));
    weights.set(codes);
    return weights;
  }

  @Override
  public Kernel kernel(ConvShape shape, int samples) {
    ConvKernel kernel = new ConvKernel(shape, samples);
    return new Kernel() {
      @Override
      public FloatBuffer input() {
        return kernel.input();
      }

      @Override
      public FloatBuffer output() {
        return kernel.output();
      }

      @Override
      public void forward(Weights weights) {
        kernel.forward(((FloatWeights) weights).codes);
      }
    };
  }
}
