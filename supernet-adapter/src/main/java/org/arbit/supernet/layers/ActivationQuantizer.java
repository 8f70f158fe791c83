package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.arbit.supernet.quant.Arrays32;
import org.arbit.supernet.quant.LsqActivations;
import org.jspecify.annotations.Nullable;

/**
 * How the input of a layer becomes the codes of a bit-width, by a learned step for each, and how
 * gradients get back. A projection has the steps of the layer that reads the same input.
 */
final class ActivationQuantizer {

  private final int[] bits;
  private final boolean owner;
  private final Parameter steps;
  private int index;

  /**
   * Makes a quantizer.
   *
   * @param layer whose name the steps have
   * @param bits candidates; {@link QuantizedConv#FLOAT} alone for an input that is left as it is
   * @param shared whose steps these are; {@code null} for steps of its own
   */
  ActivationQuantizer(String layer, int[] bits, @Nullable ActivationQuantizer shared) {
    this.bits = bits;
    owner = shared == null;
    steps =
        shared == null
            ? Parameter.of(layer + ".activation_step", Parameter.Group.STEP, bits.length)
            : shared.steps;
  }

  /** Returns whether the steps are its own. */
  boolean owner() {
    return owner;
  }

  Parameter steps() {
    return steps;
  }

  /** Returns the number of candidates. */
  int candidates() {
    return bits.length;
  }

  void initialize() {
    if (owner) {
      Arrays.fill(steps.value(), 1);
    }
  }

  /** Sets the steps from the mean magnitude of the input. */
  void initializeSteps(double meanMagnitude) {
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != QuantizedConv.FLOAT) {
        steps.value()[i] = LsqActivations.initialStep(meanMagnitude, bits[i]);
      }
    }
  }

  /** Chooses the bit-width of the next pass and returns its index. */
  int choose(int bit) {
    index = Math.max(0, Arrays.binarySearch(bits, bit));
    return index;
  }

  /** Returns whether the input is quantized. */
  boolean quantizes() {
    return bits[index] != QuantizedConv.FLOAT;
  }

  /** Returns the step now. */
  float step() {
    return steps.value()[index];
  }

  /**
   * Quantizes, in blocks that stay in the cache from one pass to the next.
   *
   * @param into receives {@code samples x size} values from 0
   * @param sample the first of the samples
   * @param unit what a code is multiplied with
   */
  void fill(
      FloatBuffer into,
      Scratch scratch,
      MapReader input,
      int sample,
      int samples,
      int size,
      float unit) {
    float[] row = scratch.row(Scratch.BLOCK);
    for (int i = 0; i < samples; i++) {
      for (int first = 0; first < size; first += Scratch.BLOCK) {
        int n = Math.min(Scratch.BLOCK, size - first);
        if (quantizes()) {
          float largest = LsqActivations.largest(bits[index]);
          input.readCodes(sample + i, first, row, n, 1f / step(), largest);
          if (unit != 1) {
            Arrays32.scale(row, 0, n, unit);
          }
        } else {
          input.read(sample + i, first, row, n);
        }
        into.put(i * size + first, row, 0, n);
      }
    }
  }

  /**
   * Takes the gradients of samples' quantized inputs to those of the inputs.
   *
   * @param terms to which each element's part of the gradient of the step is added, not yet scaled
   * @param gradients of quantized inputs, {@code samples x size} from {@code from}
   * @param input what was quantized
   * @param sample the first of the samples
   * @param receiver takes the gradients of the inputs
   */
  void backward(
      StepTerms terms,
      FloatBuffer gradients,
      int from,
      int samples,
      MapReader input,
      int sample,
      GradientReceiver receiver) {
    if (quantizes()) {
      float largest = LsqActivations.largest(bits[index]);
      terms.add(gradients, from, samples, input, sample, 1f / step(), largest, receiver);
    } else {
      terms.pass(gradients, from, samples, input, sample, receiver);
    }
  }

  /** Adds to the gradient of the step what all samples gave, whose inputs have {@code features}. */
  void addStepGradient(double sum, int features) {
    if (quantizes()) {
      steps.gradient()[index] +=
          (float) (sum * LsqActivations.gradientScale(features, bits[index]));
    }
  }
}
