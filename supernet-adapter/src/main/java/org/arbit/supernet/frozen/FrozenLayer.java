package org.arbit.supernet.frozen;

import java.util.Map;
import org.arbit.supernet.layers.CodeEngine;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.Engines;
import org.arbit.supernet.layers.Kernels;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.quant.LsqActivations;

/**
 * A convolution ready to run: for every weight bit-width its integer codes, for every activation
 * bit-width the inverse of its step, and for every pair the factor and summand into which steps and
 * batch-norm are folded. Immutable.
 *
 * <p>With acc the exact integer sum of products of codes, the output is {@code y = fl(fl(acc x
 * factor) + summand)}, where factor and summand are computed in double and rounded once.
 */
public final class FrozenLayer {

  private static final double EPSILON = 1e-5;

  /** Sums of integers below this are exact in float32, whatever their order. */
  static final long EXACT = CodeEngine.EXACT;

  private final String name;
  private final ConvShape shape;
  private final int[] weightBits;
  private final int[] activationBits;
  private final boolean separate;
  private final byte[][] codes;
  private final CodeEngine engine;
  private final CodeEngine.Weights[] packed;
  private final float[] inverseSteps;
  private final float[][] factors;
  private final float[][] summands;

  private FrozenLayer(
      String name,
      ConvShape shape,
      int[] weightBits,
      int[] activationBits,
      boolean separate,
      WeightQuantizer.Kind kind,
      double[] inputSteps,
      Map<String, float[]> parameters,
      Engines engines) {
    this.name = name;
    this.shape = shape;
    this.weightBits = weightBits;
    this.activationBits = activationBits;
    this.separate = separate;
    int rows = separate ? weightBits.length * activationBits.length : weightBits.length;
    codes = new byte[weightBits.length][];
    engine = engines.of(name, shape);
    packed = new CodeEngine.Weights[weightBits.length];
    inverseSteps = new float[activationBits.length];
    factors = new float[rows][];
    summands = new float[rows][];
    double[] weightSteps = new double[weightBits.length];
    float[] weights = Required.parameter(parameters, name + ".weight");
    WeightQuantizer quantizer = WeightQuantizer.restored(kind, name, weightBits, shape, parameters);
    for (int w = 0; w < weightBits.length; w++) {
      weightSteps[w] = freezeWeights(w, weights, quantizer);
    }
    for (int a = 0; a < activationBits.length; a++) {
      inverseSteps[a] = 1f / (float) inputSteps[a];
    }
    for (int row = 0; row < rows; row++) {
      int w = separate ? row / activationBits.length : row;
      int a = separate ? row % activationBits.length : row;
      fold(row, weightSteps[w] * inputSteps[Math.min(a, inputSteps.length - 1)], parameters);
    }
  }

  /** Freezes a searchable layer, whose activation steps were learned. */
  static FrozenLayer searchable(
      String name,
      ConvShape shape,
      int[] bits,
      boolean separate,
      WeightQuantizer.Kind kind,
      Map<String, float[]> parameters,
      Engines engines) {
    return beside(name, name, shape, bits, separate, kind, parameters, engines);
  }

  /**
   * Freezes a layer that reads the same input as another.
   *
   * @param other the name of that layer, whose activation steps it shares
   */
  static FrozenLayer beside(
      String other,
      String name,
      ConvShape shape,
      int[] bits,
      boolean separate,
      WeightQuantizer.Kind kind,
      Map<String, float[]> parameters,
      Engines engines) {
    float[] learned = Required.parameter(parameters, other + ".activation_step");
    double[] steps = new double[bits.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = learned[i];
    }
    return new FrozenLayer(name, shape, bits, bits, separate, kind, steps, parameters, engines);
  }

  /** Freezes the stem, which reads image bytes as codes with the step 1/255. */
  static FrozenLayer stem(
      ConvShape shape, int bits, Map<String, float[]> parameters, Engines engines) {
    int[] fixed = {bits};
    return new FrozenLayer(
        "stem",
        shape,
        fixed,
        fixed,
        false,
        WeightQuantizer.Kind.LSQ,
        new double[] {1 / 255.0},
        parameters,
        engines);
  }

  private double freezeWeights(int index, float[] weights, WeightQuantizer quantizer) {
    float[] floats = new float[weights.length];
    float step = quantizer.codes(index, weights, floats);
    byte[] bytes = new byte[floats.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) floats[i];
    }
    codes[index] = bytes;
    packed[index] = engine.weights(shape, bytes);
    return step;
  }

  private void fold(int row, double step, Map<String, float[]> parameters) {
    int out = shape.outChannels();
    factors[row] = new float[out];
    summands[row] = new float[out];
    float[] scale = Required.parameter(parameters, name + ".norm_scale");
    float[] shift = Required.parameter(parameters, name + ".norm_shift");
    float[] mean = Required.parameter(parameters, name + ".norm_mean");
    float[] variance = Required.parameter(parameters, name + ".norm_variance");
    for (int c = 0; c < out; c++) {
      int at = row * out + c;
      double norm = scale[at] / Math.sqrt(variance[at] + EPSILON);
      factors[row][c] = (float) (step * norm);
      summands[row][c] = (float) (shift[at] - mean[at] * norm);
    }
  }

  /** Returns the name, such as {@code block1.conv1}. */
  public String name() {
    return name;
  }

  /** Returns the shape of the convolution. */
  public ConvShape shape() {
    return shape;
  }

  /** Returns a copy of the weight codes, {@code outChannels x fanIn}, at a bit-width by index. */
  public byte[] weightCodes(int weightIndex) {
    return codes[weightIndex].clone();
  }

  /** Returns the inverse of the activation step at a bit-width by index. */
  public float inverseStep(int activationIndex) {
    return inverseSteps[activationIndex];
  }

  /** Returns the inverse activation step of the highest bit-width. */
  float highestInverseStep() {
    return inverseSteps[inverseSteps.length - 1];
  }

  /** Returns a copy of the factors of all output channels for a pair of bit-widths by index. */
  public float[] factors(int weightIndex, int activationIndex) {
    return factors[row(weightIndex, activationIndex)].clone();
  }

  /** Returns a copy of the summands of all output channels for a pair of bit-widths by index. */
  public float[] summands(int weightIndex, int activationIndex) {
    return summands[row(weightIndex, activationIndex)].clone();
  }

  float[] factorsOf(int row) {
    return factors[row];
  }

  float[] summandsOf(int row) {
    return summands[row];
  }

  /** Returns a worker's kernel that convolves so many samples of this layer. */
  CodeEngine.Kernel kernel(Kernels kernels, int samples) {
    return kernels.of(engine, shape, samples);
  }

  /** Returns the weights at a bit-width by index, as its engine reads them. */
  CodeEngine.Weights weights(int weightIndex) {
    return packed[weightIndex];
  }

  int row(int weightIndex, int activationIndex) {
    return separate ? weightIndex * activationBits.length + activationIndex : weightIndex;
  }

  /**
   * Returns the largest magnitude that a sum of products can reach, over all output channels and
   * pairs of bit-widths; below 2^24 it is exact in float32 for any input.
   */
  long largestSum() {
    long largest = 0;
    for (int w = 0; w < weightBits.length; w++) {
      int a = separate ? activationBits.length - 1 : w;
      for (int c = 0; c < shape.outChannels(); c++) {
        long sum = 0;
        for (int i = 0; i < shape.fanIn(); i++) {
          sum += Math.abs(codes[w][c * shape.fanIn() + i]);
        }
        largest = Math.max(largest, sum * LsqActivations.largest(activationBits[a]));
      }
    }
    return largest;
  }
}
