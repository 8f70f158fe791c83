package org.arbit.supernet.layers;

import java.util.List;

/** In place of a quantizer where weights stay as they are. */
final class NoWeightQuantizer implements WeightQuantizer {

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public void initialize(float[] weights) {}

  @Override
  public float codes(int index, float[] weights, float[] into) {
    throw new IllegalStateException("Weights without a quantizer have no codes.");
  }

  @Override
  public void backward(int index, float[] weights, float[] gradient, float[] weightGradient) {
    throw new IllegalStateException("Weights without a quantizer have no codes.");
  }
}
