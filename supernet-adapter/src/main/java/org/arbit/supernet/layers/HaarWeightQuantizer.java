package org.arbit.supernet.layers;

import java.util.Arrays;
import java.util.List;
import org.arbit.supernet.quant.Haar;
import org.arbit.supernet.quant.LsqWeights;

/**
 * The quantizer of the recipe {@code hotswap} (arXiv 2105.01353): transform each filter by Haar
 * wavelets along its input channels, multiply each band by a learned gain of the bit-width,
 * transform back, and quantize with a learned step. <b>Interpretation</b> of the paper's
 * decomposition and reconstruction with multi-scale quantization; the number of levels is ours.
 */
final class HaarWeightQuantizer implements WeightQuantizer {

  private final int[] bits;
  private final Haar haar;
  private final int channels;
  private final int taps;
  private final Parameter step;
  private final Parameter gain;

  HaarWeightQuantizer(String name, int[] bits, ConvShape shape, int levels) {
    this.bits = bits;
    channels = shape.depthwise() ? 1 : shape.inChannels();
    taps = shape.kernel() * shape.kernel();
    haar = new Haar(channels, taps, levels);
    step = Parameter.of(name + ".weight_step", Parameter.Group.STEP, bits.length);
    gain = Parameter.of(name + ".wavelet_gain", Parameter.Group.AFFINE, bits.length, haar.bands());
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(step, gain);
  }

  @Override
  public void initialize(float[] weights) {
    for (int i = 0; i < bits.length; i++) {
      step.value()[i] = LsqWeights.initialStep(weights, bits[i]);
    }
    Arrays.fill(gain.value(), 1);
  }

  /** Applies transform, gains and inverse transform, which together are symmetric. */
  private float[] reconstruct(int index, float[] values) {
    float[] result = values.clone();
    haar.forward(result);
    for (int i = 0; i < result.length; i++) {
      result[i] *= gainAt(gain.value(), index, i);
    }
    haar.inverse(result);
    return result;
  }

  private float gainAt(float[] gains, int index, int position) {
    return gains[index * haar.bands() + haar.band(position / taps % channels)];
  }

  @Override
  public float codes(int index, float[] weights, float[] into) {
    float[] reconstructed = reconstruct(index, weights);
    float s = LsqWeights.step(reconstructed, bits[index], step.value()[index]);
    LsqWeights.codes(reconstructed, bits[index], s, into);
    return s;
  }

  @Override
  public void backward(int index, float[] weights, float[] gradient, float[] weightGradient) {
    float[] reconstructed = reconstruct(index, weights);
    float s = LsqWeights.step(reconstructed, bits[index], step.value()[index]);
    float[] reconstructedGradient = new float[weights.length];
    step.gradient()[index] +=
        (float) LsqWeights.backward(reconstructed, bits[index], s, gradient, reconstructedGradient);
    float[] bandWeights = weights.clone();
    float[] bandGradients = reconstructedGradient.clone();
    haar.forward(bandWeights);
    haar.forward(bandGradients);
    for (int i = 0; i < bandWeights.length; i++) {
      gain.gradient()[index * haar.bands() + haar.band(i / taps % channels)] +=
          bandWeights[i] * bandGradients[i];
    }
    float[] through = reconstruct(index, reconstructedGradient);
    for (int i = 0; i < through.length; i++) {
      weightGradient[i] += through[i];
    }
  }
}
