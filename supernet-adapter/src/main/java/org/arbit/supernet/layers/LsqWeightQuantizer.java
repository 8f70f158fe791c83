package org.arbit.supernet.layers;

import java.util.List;
import org.arbit.supernet.quant.LsqWeights;

/** The quantizer with a learned step per bit-width; one bit has its mean magnitude instead. */
final class LsqWeightQuantizer implements WeightQuantizer {

  private final int[] bits;
  private final Parameter step;

  LsqWeightQuantizer(String name, int[] bits) {
    this.bits = bits;
    step = Parameter.of(name + ".weight_step", Parameter.Group.STEP, bits.length);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(step);
  }

  @Override
  public void initialize(float[] weights) {
    for (int i = 0; i < bits.length; i++) {
      step.value()[i] = LsqWeights.initialStep(weights, bits[i]);
    }
  }

  @Override
  public float codes(int index, float[] weights, float[] into) {
    float s = LsqWeights.step(weights, bits[index], step.value()[index]);
    LsqWeights.codes(weights, bits[index], s, into);
    return s;
  }

  @Override
  public void backward(int index, float[] weights, float[] gradient, float[] weightGradient) {
    float s = LsqWeights.step(weights, bits[index], step.value()[index]);
    step.gradient()[index] +=
        (float) LsqWeights.backward(weights, bits[index], s, gradient, weightGradient);
  }
}
