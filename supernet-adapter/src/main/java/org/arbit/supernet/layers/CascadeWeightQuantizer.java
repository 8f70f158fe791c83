package org.arbit.supernet.layers;

import java.util.List;
import org.arbit.supernet.quant.Cascade;
import org.arbit.supernet.quant.LsqWeights;

/**
 * The quantizer of the recipe {@code vertical} (arXiv 2212.05326): codes at the highest bit-width,
 * the master, from which each lower candidate is cascaded. The step is shared and doubles with
 * every bit that is dropped; one bit has a step of its own.
 */
final class CascadeWeightQuantizer implements WeightQuantizer {

  private final int[] bits;
  private final Parameter step;

  CascadeWeightQuantizer(String name, int[] bits) {
    this.bits = bits;
    step = Parameter.of(name + ".weight_step", Parameter.Group.STEP, 2);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(step);
  }

  @Override
  public void initialize(float[] weights) {
    step.value()[0] = LsqWeights.initialStep(weights, highest());
    step.value()[1] = LsqWeights.step(weights, 1, 0);
  }

  private int highest() {
    return bits[bits.length - 1];
  }

  private float stepAt(int index) {
    return bits[index] == 1 && highest() > 1
        ? step.value()[1]
        : step.value()[0] * (1 << (highest() - bits[index]));
  }

  @Override
  public float codes(int index, float[] weights, float[] into) {
    LsqWeights.codes(weights, highest(), step.value()[0], into);
    for (int i = bits.length - 2; i >= index; i--) {
      for (int k = 0; k < into.length; k++) {
        into[k] = Cascade.down((int) into[k], bits[i + 1], bits[i]);
      }
    }
    return stepAt(index);
  }

  @Override
  public void backward(int index, float[] weights, float[] gradient, float[] weightGradient) {
    int b = bits[index];
    float[] codes = new float[weights.length];
    codes(index, weights, codes);
    if (b == 1) {
      signBackward(codes, weights, gradient, weightGradient);
      return;
    }
    float[] master = new float[weights.length];
    LsqWeights.codes(weights, highest(), step.value()[0], master);
    double dropped = 1 << (highest() - b);
    double stepGradient = 0;
    for (int i = 0; i < weights.length; i++) {
      double v = weights[i] / (double) step.value()[0];
      if (clamped(index, master[i], v)) {
        stepGradient += gradient[i] * codes[i] * dropped;
      } else {
        // With the rounding error held constant, d(code x step)/d(step) is code x 2^k - w/s.
        stepGradient += gradient[i] * (codes[i] * dropped - v);
        weightGradient[i] += gradient[i];
      }
    }
    double largest = LsqWeights.largest(b);
    step.gradient()[0] += (float) (stepGradient / dropped / Math.sqrt(weights.length * largest));
  }

  private boolean clamped(int index, float master, double v) {
    if (v <= LsqWeights.least(highest()) || v >= LsqWeights.largest(highest())) {
      return true;
    }
    int code = (int) master;
    for (int i = bits.length - 2; i >= index; i--) {
      if (Cascade.clamps(code, bits[i + 1], bits[i])) {
        return true;
      }
      code = Cascade.down(code, bits[i + 1], bits[i]);
    }
    return false;
  }

  private void signBackward(
      float[] codes, float[] weights, float[] gradient, float[] weightGradient) {
    double stepGradient = 0;
    for (int i = 0; i < weights.length; i++) {
      stepGradient += gradient[i] * codes[i];
      if (Math.abs(weights[i]) <= 1) {
        weightGradient[i] += gradient[i];
      }
    }
    step.gradient()[1] += (float) (stepGradient / Math.sqrt(weights.length));
  }
}
