package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What {@link ConvKernel} is made of; see there. */
interface ConvOperation {

  FloatBuffer input();

  FloatBuffer output();

  int backwardSamples();

  FloatBuffer backwardInput();

  FloatBuffer outputGradient();

  FloatBuffer inputGradient();

  FloatBuffer weightGradient();

  void forward(INDArray weights);

  void backward(INDArray weights, int first, boolean ofInput);

  void backward(INDArray weights, int first, KeptCodes inputs, int sample, float unit);

  void finishBackward();
}
