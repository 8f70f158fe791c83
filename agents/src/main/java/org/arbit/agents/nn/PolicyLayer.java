package org.arbit.agents.nn;

import java.util.Arrays;

/**
 * One dense layer of a {@link PolicyNetwork}: {@code y[j] = fl(fl(acc[j] * scale[j]) + bias[j])}
 * with {@code acc[j] = sum over i of x[i] * weight[i * outputs + j]}. Immutable.
 */
public final class PolicyLayer {

  /** What follows the sum. */
  public enum Activation {
    /** Clamped to [0, 6]; with 8 bits, to the codes {@code clamp(rint(fl(y * 42.5)), 0, 255)}. */
    CLIPPED_RELU,
    /** Nothing: the scores. */
    LINEAR
  }

  private final int inputs;
  private final int outputs;
  private final float[] weights;
  private final float[] scales;
  private final float[] biases;
  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param weights {@code inputs x outputs}: real values, or whole codes in [-127, 127]
   * @param scales one per output, which turn sums of codes into values; all 1 for real weights
   * @param biases one per output
   * @throws IllegalArgumentException if a length does not fit
   */
  public PolicyLayer(
      int inputs,
      int outputs,
      float[] weights,
      float[] scales,
      float[] biases,
      Activation activation) {
    if (weights.length != inputs * outputs
        || scales.length != outputs
        || biases.length != outputs) {
      throw new IllegalArgumentException(
          "A layer from "
              + inputs
              + " to "
              + outputs
              + " needs "
              + inputs * outputs
              + " weights, "
              + outputs
              + " scales and "
              + outputs
              + " biases, but there are "
              + weights.length
              + ", "
              + scales.length
              + " and "
              + biases.length
              + ".");
    }
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights.clone();
    this.scales = scales.clone();
    this.biases = biases.clone();
    this.activation = activation;
  }

  /** Returns the number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Returns the number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** Returns a copy of the weights, {@code inputs x outputs}. */
  public float[] weights() {
    return weights.clone();
  }

  /** Returns a copy of the scales, one per output. */
  public float[] scales() {
    return scales.clone();
  }

  /** Returns a copy of the biases, one per output. */
  public float[] biases() {
    return biases.clone();
  }

  /** Returns what follows the sum. */
  public Activation activation() {
    return activation;
  }

  /** Returns the multiply-accumulate operations for one sample. */
  public long macs() {
    return (long) inputs * outputs;
  }

  /** Runs the layer, {@code samples x inputs} to {@code samples x outputs}. */
  void apply(float[] x, int samples, Precision precision, float[] y) {
    Arrays.fill(y, 0, samples * outputs, 0);
    for (int n = 0; n < samples; n++) {
      int to = n * outputs;
      for (int i = 0; i < inputs; i++) {
        float value = x[n * inputs + i];
        int from = i * outputs;
        for (int j = 0; j < outputs; j++) {
          y[to + j] += value * weights[from + j];
        }
      }
    }
    affine(y, samples, scales, biases);
    if (activation == Activation.CLIPPED_RELU) {
      clip(y, samples * outputs, precision, y);
    }
  }

  /** Turns sums into values, in place. */
  static void affine(float[] y, int samples, float[] scales, float[] biases) {
    int outputs = scales.length;
    for (int n = 0, at = 0; n < samples; n++) {
      for (int j = 0; j < outputs; j++, at++) {
        y[at] = y[at] * scales[j] + biases[j];
      }
    }
  }

  /** Turns values into clipped ones, or with 8 bits into codes; may be in place. */
  static void clip(float[] y, int length, Precision precision, float[] into) {
    boolean codes = precision == Precision.INT8;
    float gain = codes ? PolicyNetwork.HIDDEN_CODES_PER_UNIT : 1;
    float greatest = codes ? PolicyNetwork.GREATEST_HIDDEN_CODE : PolicyNetwork.HIDDEN_LIMIT;
    for (int at = 0; at < length; at++) {
      float clamped = Math.max(0, Math.min(greatest, y[at] * gain));
      into[at] = codes ? Rounding.halfToEven(clamped) : clamped;
    }
  }
}
