package org.arbit.agents.nn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.arbit.agents.nn.PolicyLayer.Activation;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer that learns. Its forward pass is that of {@link PolicyLayer}; with 8 bits the
 * weights are quantized anew after every update, each output with the step {@code max|w| / 127},
 * and gradients pass the rounding straight through.
 */
final class TrainableLayer {

  private final int inputs;
  private final int outputs;
  private final Precision precision;
  private final boolean first;
  private final Activation activation;

  /** What products read: codes with 8 bits, the weights themselves otherwise; inputs x outputs. */
  private final float[] codes;

  /** What the codes stand for, read by the backward pass. */
  private final float[] effective;

  private final float[] scales;
  private final float[] biases;
  private final Matrix codeMatrix;
  private final Matrix effectiveMatrix;
  private final Matrix weightGradient;
  private final float[] gradientRow;
  private final Map<Integer, Batch> batches = new HashMap<>();

  TrainableLayer(
      int inputs, int outputs, Precision precision, boolean first, Activation activation) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.precision = precision;
    this.first = first;
    this.activation = activation;
    codes = new float[inputs * outputs];
    effective = new float[inputs * outputs];
    scales = new float[outputs];
    biases = new float[outputs];
    codeMatrix = new Matrix(inputs, outputs);
    effectiveMatrix = new Matrix(inputs, outputs);
    weightGradient = new Matrix(inputs, outputs);
    gradientRow = new float[inputs * outputs];
  }

  int outputs() {
    return outputs;
  }

  /** Returns the number of weights and biases. */
  int size() {
    return inputs * outputs + outputs;
  }

  /** Takes weights (inputs x outputs), then biases, from {@code parameters}. */
  void load(float[] parameters, int offset) {
    System.arraycopy(parameters, offset + inputs * outputs, biases, 0, outputs);
    if (precision == Precision.FLOAT32) {
      System.arraycopy(parameters, offset, codes, 0, codes.length);
      System.arraycopy(parameters, offset, effective, 0, effective.length);
      Arrays.fill(scales, 1);
    } else {
      for (int j = 0; j < outputs; j++) {
        quantize(parameters, offset, j);
      }
    }
    codeMatrix.put(codes);
    effectiveMatrix.put(effective);
  }

  private void quantize(float[] parameters, int offset, int output) {
    float greatest = 0;
    for (int at = output; at < codes.length; at += outputs) {
      greatest = Math.max(greatest, Math.abs(parameters[offset + at]));
    }
    float step = greatest / PolicyNetwork.GREATEST_WEIGHT_CODE;
    if (step < Float.MIN_NORMAL) {
      step = 1;
    }
    for (int at = output; at < codes.length; at += outputs) {
      codes[at] = Rounding.halfToEven(parameters[offset + at] / step);
      effective[at] = codes[at] * step;
    }
    scales[output] = (float) (step * inputStep());
  }

  /** Returns the value of one step of the input's code. */
  private double inputStep() {
    if (precision == Precision.FLOAT32) {
      return 1;
    }
    return first
        ? 1.0 / InputNormaliser.CODES_PER_UNIT
        : (double) PolicyNetwork.HIDDEN_LIMIT / PolicyNetwork.GREATEST_HIDDEN_CODE;
  }

  /** Returns the outputs (codes in hidden layers with 8 bits), in an array that is used again. */
  float[] forward(float[] x, int samples) {
    Batch batch = batches.computeIfAbsent(samples, Batch::new);
    batch.x.put(x);
    Matrix.product(batch.x, codeMatrix, batch.y);
    batch.y.get(batch.values);
    PolicyLayer.affine(batch.values, samples, scales, biases);
    if (activation == Activation.LINEAR) {
      return batch.values;
    }
    PolicyLayer.clip(batch.values, samples * outputs, precision, batch.clipped);
    return batch.clipped;
  }

  /**
   * Adds the gradients for the batch of the last {@link #forward}.
   *
   * @param dy gradient of the outputs' values, {@code samples x outputs}; overwritten
   * @param gradient receives weights, then biases, from {@code offset}
   * @param dx receives the gradient of the inputs' values; null in the first layer
   */
  void backward(float[] dy, int samples, float[] gradient, int offset, float @Nullable [] dx) {
    Batch batch = batches.computeIfAbsent(samples, Batch::new);
    if (activation == Activation.CLIPPED_RELU) {
      for (int at = 0; at < samples * outputs; at++) {
        float y = batch.values[at];
        dy[at] = y > 0 && y < PolicyNetwork.HIDDEN_LIMIT ? dy[at] : 0;
      }
    }
    batch.dy.put(dy);
    Matrix.weightGradient(batch.x, batch.dy, weightGradient);
    weightGradient.get(gradientRow);
    float step = (float) inputStep();
    for (int at = 0; at < gradientRow.length; at++) {
      gradient[offset + at] += gradientRow[at] * step;
    }
    int biasAt = offset + gradientRow.length;
    for (int n = 0, at = 0; n < samples; n++) {
      for (int j = 0; j < outputs; j++, at++) {
        gradient[biasAt + j] += dy[at];
      }
    }
    if (dx != null) {
      Matrix.inputGradient(batch.dy, effectiveMatrix, batch.dx);
      batch.dx.get(dx);
    }
  }

  /** Returns the layer as it is now. */
  PolicyLayer freeze() {
    return new PolicyLayer(inputs, outputs, codes, scales, biases, activation);
  }

  /** Buffers for one size of batch. */
  private final class Batch {
    final Matrix x;
    final Matrix y;
    final Matrix dy;
    final Matrix dx;
    final float[] values;
    final float[] clipped;

    Batch(int samples) {
      x = new Matrix(samples, inputs);
      y = new Matrix(samples, outputs);
      dy = new Matrix(samples, outputs);
      dx = new Matrix(samples, inputs);
      values = new float[samples * outputs];
      clipped = new float[samples * outputs];
    }
  }
}
