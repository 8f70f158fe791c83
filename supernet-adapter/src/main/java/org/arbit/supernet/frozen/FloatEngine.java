package org.arbit.supernet.frozen;

import java.nio.FloatBuffer;
import org.arbit.supernet.layers.ConvKernel;
import org.arbit.supernet.layers.ConvShape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolves codes held in float32, by ND4J; runs everywhere. */
final class FloatEngine implements CodeEngine {

  private record FloatWeights(INDArray codes) implements Weights {}

  @Override
  public Weights weights(ConvShape shape, byte[] codes) {
    float[] floats = new float[codes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = codes[i];
    }
    INDArray array = ConvKernel.weights(shape);
    ConvKernel.buffer(array).put(0, floats);
    return new FloatWeights(array);
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
