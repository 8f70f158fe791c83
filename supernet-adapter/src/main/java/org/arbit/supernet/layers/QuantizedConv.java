package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.arbit.supernet.quant.Arrays32;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trainable layer: quantize the input, convolve with quantized weights, batch-norm. It works on
 * shards of a batch: everything but the batch-norm statistics belongs to one sample, and the
 * statistics are partial sums per shard that are added in shard order, so that results do not
 * depend on the number of workers.
 *
 * <p>The order of a pass: {@link #prepare}, {@link #convolve} for all shards, {@link
 * #finishStatistics}, {@link #normalize} per shard; backwards {@link #gateAndSum} for all shards,
 * {@link #finishSums}, {@link #backward} per shard, {@link #finishGradients}.
 */
public final class QuantizedConv {

  /** Bit-width that stands for no quantization. */
  public static final int FLOAT = 32;

  static final float EPSILON = 1e-5f;

  private final ConvShape shape;
  private final int[] weightBits;
  private final int[] activationBits;
  private final ActivationQuantizer inputs;
  private final boolean separate;
  final Parameter weight;
  private final WeightQuantizer quantizer;
  final Parameter scale;
  final Parameter shift;
  final Parameter mean;
  final Parameter variance;

  private final INDArray nativeWeights;
  private final FloatBuffer nativeWeightBuffer;

  /** The forward pass in codes; {@code null} while values are convolved. */
  private @Nullable CodeConvolution codes;

  private final float[] quantized;
  private final float[] weightGradientSum;
  private int shards;

  /** Output of the convolution, {@code batch x outputSize}. */
  final float[] output;

  /** Gradient of the batch-norm's output, {@code batch x outputSize}. */
  final float[] gradient;

  private final double[][] firstSums;
  private final double[][] secondSums;
  private final float[][] weightGradients;
  private final double[] stepGradients;
  private final float[] batchMean;
  private final float[] inverseDeviation;
  private final float[] meanGradient;
  private final float[] meanCorrelation;
  private int weightIndex;
  private int normRow;

  /** Whether all bit-widths have the same scale and shift, and so the same gradient of them. */
  private boolean sharedAffine;

  /** Whether passes use the statistics as they are, instead of those of their batch. */
  private boolean constantStatistics;

  /** Passes that each row of the statistics is the mean of; empty while they are running ones. */
  private int[] averaged = new int[0];

  /**
   * Makes a layer with its parameters.
   *
   * @param kind how its weights are quantized
   * @param weightBits candidate bit-widths of the weights
   * @param activationBits candidate bit-widths of the input; {@link #FLOAT} alone if the input
   *     comes quantized, as the stem's image does
   * @param separate whether the two are chosen separately, so that each pair has its batch-norm
   */
  QuantizedConv(
      String name,
      ConvShape shape,
      WeightQuantizer.Kind kind,
      int[] weightBits,
      int[] activationBits,
      boolean separate,
      int batch,
      int shards) {
    this(name, shape, kind, weightBits, activationBits, separate, batch, shards, null);
  }

  /** Makes a layer; {@code shared} quantizes for a layer that reads the same input. */
  private QuantizedConv(
      String name,
      ConvShape shape,
      WeightQuantizer.Kind kind,
      int[] weightBits,
      int[] activationBits,
      boolean separate,
      int batch,
      int shards,
      @Nullable ActivationQuantizer shared) {
    this.shape = shape;
    this.weightBits = weightBits;
    this.activationBits = activationBits;
    this.separate = separate;
    int out = shape.outChannels();
    int rows = separate ? weightBits.length * activationBits.length : weightBits.length;
    int fan = shape.depthwise() ? 1 : shape.inChannels();
    weight =
        Parameter.of(
            name + ".weight", Parameter.Group.WEIGHT, out, fan, shape.kernel(), shape.kernel());
    quantizer = WeightQuantizer.of(kind, name, weightBits, shape);
    inputs = new ActivationQuantizer(name, activationBits, shared);
    scale = Parameter.of(name + ".norm_scale", Parameter.Group.AFFINE, rows, out);
    shift = Parameter.of(name + ".norm_shift", Parameter.Group.AFFINE, rows, out);
    mean = Parameter.of(name + ".norm_mean", Parameter.Group.STATISTIC, rows, out);
    variance = Parameter.of(name + ".norm_variance", Parameter.Group.STATISTIC, rows, out);
    nativeWeights = ConvKernel.weights(shape);
    nativeWeightBuffer = ConvKernel.buffer(nativeWeights);
    quantized = new float[shape.weights()];
    weightGradientSum = new float[shape.weights()];
    output = new float[batch * shape.outputSize()];
    gradient = new float[batch * shape.outputSize()];
    firstSums = new double[shards][out];
    secondSums = new double[shards][out];
    weightGradients = new float[shards][shape.weights()];
    stepGradients = new double[shards];
    batchMean = new float[out];
    inverseDeviation = new float[out];
    meanGradient = new float[out];
    meanCorrelation = new float[out];
  }

  /** Makes another layer that reads the same input at the same bit-widths, a projection. */
  QuantizedConv beside(String name, ConvShape other, WeightQuantizer.Kind kind, int batch) {
    return new QuantizedConv(
        name, other, kind, weightBits, activationBits, separate, batch, firstSums.length, inputs);
  }

  /** Returns the shape of the convolution. */
  ConvShape shape() {
    return shape;
  }

  /** Returns everything that a checkpoint has to hold. */
  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(List.of(weight));
    all.addAll(quantizer.parameters());
    if (inputs.owner() && weightBits[0] != FLOAT) {
      all.add(inputs.steps());
    }
    all.addAll(List.of(scale, shift, mean, variance));
    return all;
  }

  /** Draws the weights from N(0, 2 / fan-out) (He et al., arXiv 1502.01852). */
  void initialize(SplittableRandom random) {
    int fanOut = (shape.depthwise() ? 1 : shape.outChannels()) * shape.kernel() * shape.kernel();
    double deviation = Math.sqrt(2.0 / fanOut);
    java.util.Random gaussian = new java.util.Random(random.nextLong());
    for (int i = 0; i < weight.value().length; i++) {
      weight.value()[i] = (float) (gaussian.nextGaussian() * deviation);
    }
    if (weightBits[0] != FLOAT) {
      quantizer.initialize(weight.value());
    }
    inputs.initialize();
    Arrays.fill(scale.value(), 1);
    Arrays.fill(variance.value(), 1);
  }

  /** Sets the activation steps from the mean magnitude of the input. */
  void initializeActivationSteps(double meanMagnitude) {
    inputs.initializeSteps(meanMagnitude);
  }

  /** From now on, scale and shift learn from every pass at all bit-widths, and stay equal. */
  void shareAffine() {
    sharedAffine = true;
  }

  /** From now on, passes normalize by the statistics as they are, and leave them so. */
  void freezeStatistics() {
    constantStatistics = true;
  }

  /** From now on, statistics are plain means over passes instead of running ones. */
  void averageStatistics() {
    constantStatistics = false;
    averaged = new int[scale.shape()[0]];
  }

  /**
   * From now on, forward passes add products of integer codes, exactly, and scale the sums; not
   * where weights or input are not quantized.
   */
  void convolveCodes(Engines engines) {
    if (weightBits[0] == FLOAT || activationBits[0] == FLOAT) {
      return;
    }
    codes = new CodeConvolution(weight.name(), shape, engines);
  }

  /**
   * Chooses the bit-widths of the next pass and quantizes the weights.
   *
   * @param activeShards number of shards of the next pass
   */
  void prepare(int weightBit, int activationBit, int activeShards) {
    shards = activeShards;
    weightIndex = Math.max(0, Arrays.binarySearch(weightBits, weightBit));
    int activationIndex = inputs.choose(activationBit);
    normRow = separate ? weightIndex * activationBits.length + activationIndex : weightIndex;
    if (weightBits[weightIndex] == FLOAT) {
      System.arraycopy(weight.value(), 0, quantized, 0, quantized.length);
    } else {
      float step = quantizer.codes(weightIndex, weight.value(), quantized);
      if (codes != null) {
        codes.set(quantized, step * inputs.step());
      }
      for (int i = 0; i < quantized.length; i++) {
        quantized[i] *= step;
      }
    }
    nativeWeightBuffer.put(0, quantized);
  }

  /**
   * Quantizes and convolves a shard, and sums its output for the statistics.
   *
   * @param input {@code batch x inputSize}
   */
  void convolve(Scratch scratch, int shard, int from, int count, float[] input) {
    int size = shape.outputSize();
    int plane = shape.outputPlane();
    double[] totals = firstSums[shard];
    double[] squares = secondSums[shard];
    if (codes != null) {
      FloatBuffer products = codes.run(scratch, inputs, input, from, count);
      MapSums sums = scratch.sums();
      sums.start(size);
      for (int i = 0; i < count; i++) {
        sums.addScaled(products, i * size, codes.unit(), output, (from + i) * size);
      }
      sums.first(totals, plane);
      sums.second(squares, plane);
      return;
    }
    ConvKernel kernel = scratch.kernel(shape, count);
    fill(kernel, scratch, from, count, input);
    kernel.forward(nativeWeights);
    Arrays.fill(totals, 0);
    Arrays.fill(squares, 0);
    for (int i = 0; i < count; i++) {
      int at = (from + i) * size;
      kernel.output().get(i * size, output, at, size);
      for (int c = 0; c < shape.outChannels(); c++) {
        totals[c] += Arrays32.sum(output, at + c * plane, plane);
        squares[c] += Arrays32.dot(output, output, at + c * plane, plane, 0f);
      }
    }
  }

  private void fill(ConvKernel kernel, Scratch scratch, int from, int count, float[] input) {
    int size = shape.inputSize();
    inputs.fill(kernel.input(), scratch, input, from * size, count * size, inputs.step());
  }

  /**
   * Adds up the statistics of the shards.
   *
   * @param momentum weight of this batch in the running statistics
   */
  void finishStatistics(int samples, double momentum) {
    if (constantStatistics) {
      for (int c = 0; c < shape.outChannels(); c++) {
        int at = normRow * shape.outChannels() + c;
        batchMean[c] = mean.value()[at];
        inverseDeviation[c] = (float) (1 / Math.sqrt(variance.value()[at] + (double) EPSILON));
      }
      return;
    }
    int out = shape.outChannels();
    double n = (double) samples * shape.outputPlane();
    double weight = averaged.length == 0 ? momentum : 1.0 / ++averaged[normRow];
    for (int c = 0; c < out; c++) {
      double m = total(firstSums, c) / n;
      double v = Math.max(0, total(secondSums, c) / n - m * m);
      batchMean[c] = (float) m;
      inverseDeviation[c] = (float) (1 / Math.sqrt(v + EPSILON));
      int at = normRow * out + c;
      mean.value()[at] += (float) (weight * (m - mean.value()[at]));
      variance.value()[at] +=
          (float) (weight * (v * n / Math.max(1, n - 1) - variance.value()[at]));
    }
  }

  private double total(double[][] partial, int channel) {
    double sum = 0;
    for (int s = 0; s < shards; s++) {
      sum += partial[s][channel];
    }
    return sum;
  }

  /**
   * Batch-norm, skip connection and ReLU of a row of the batch.
   *
   * @param at offset of the row in {@code skip} and {@code into}
   * @param skip what to add before the ReLU, at the same offset; or {@code null}
   * @param into receives the input of the next layer
   */
  void normalize(int at, float @Nullable [] skip, float[] into) {
    int plane = shape.outputPlane();
    for (int c = 0; c < shape.outChannels(); c++) {
      float factor = factor(c);
      float summand = summand(c, factor);
      if (skip == null) {
        Arrays32.affineRelu(output, into, at + c * plane, plane, factor, summand);
      } else {
        Arrays32.affineAddRelu(output, skip, into, at + c * plane, plane, factor, summand);
      }
    }
  }

  private float factor(int channel) {
    return scale.value()[normRow * shape.outChannels() + channel] * inverseDeviation[channel];
  }

  private float summand(int channel, float factor) {
    return shift.value()[normRow * shape.outChannels() + channel] - batchMean[channel] * factor;
  }

  /** Batch-norm alone of a row of the batch. */
  void normalizeLinear(int at, float[] into) {
    int plane = shape.outputPlane();
    for (int c = 0; c < shape.outChannels(); c++) {
      float factor = factor(c);
      Arrays32.affine(output, into, at + c * plane, plane, factor, summand(c, factor));
    }
  }

  /** Starts the sums of a shard for {@link #gateAndSum}. */
  void startSums(Scratch scratch, int shard) {
    clearSums(shard);
    if (codes != null) {
      scratch.sums().start(batchMean, shape.outputPlane());
    }
  }

  /** Starts the sums of a shard for {@link #takeAndSum}. */
  void clearSums(int shard) {
    Arrays.fill(firstSums[shard], 0);
    Arrays.fill(secondSums[shard], 0);
  }

  /** Ends what {@link #startSums} began. */
  void endSums(Scratch scratch, int shard) {
    if (codes != null) {
      scratch.sums().first(firstSums[shard], shape.outputPlane());
      scratch.sums().second(secondSums[shard], shape.outputPlane());
      for (int c = 0; c < shape.outChannels(); c++) {
        secondSums[shard][c] *= inverseDeviation[c];
      }
    }
  }

  /**
   * Takes a row of {@link #gradient} that is the gradient of the output after ReLU, lets it through
   * where the ReLU did, and sums it for the backward pass of batch-norm.
   *
   * @param at offset of the row
   * @param activated the output after ReLU, at the same offset
   */
  void gateAndSum(Scratch scratch, int shard, int at, float[] activated) {
    int plane = shape.outputPlane();
    if (codes != null) {
      Arrays32.maskByPositive(gradient, activated, at, shape.outputSize());
      scratch.sums().addProducts(gradient, output, at);
      return;
    }
    for (int c = 0; c < shape.outChannels(); c++) {
      Arrays32.maskByPositive(gradient, activated, at + c * plane, plane);
      sum(shard, c, at + c * plane);
    }
  }

  /** Takes a row of the gradient of the output, at the same offset, and sums it likewise. */
  void takeAndSum(int shard, int at, float[] from) {
    System.arraycopy(from, at, gradient, at, shape.outputSize());
    int plane = shape.outputPlane();
    for (int c = 0; c < shape.outChannels(); c++) {
      sum(shard, c, at + c * plane);
    }
  }

  private void sum(int shard, int channel, int at) {
    int plane = shape.outputPlane();
    firstSums[shard][channel] += Arrays32.sum(gradient, at, plane);
    secondSums[shard][channel] +=
        (double) Arrays32.dot(gradient, output, at, plane, batchMean[channel])
            * inverseDeviation[channel];
  }

  /** Adds up the sums of the shards: gradients of scale and shift. */
  void finishSums(int samples) {
    double n = (double) samples * shape.outputPlane();
    for (int c = 0; c < shape.outChannels(); c++) {
      double sum = total(firstSums, c);
      double correlation = total(secondSums, c);
      int rows = scale.shape()[0];
      for (int row = sharedAffine ? 0 : normRow; row < (sharedAffine ? rows : normRow + 1); row++) {
        shift.gradient()[row * shape.outChannels() + c] += (float) sum;
        scale.gradient()[row * shape.outChannels() + c] += (float) correlation;
      }
      // Constant statistics do not depend on the input, so no gradient goes through them.
      meanGradient[c] = constantStatistics ? 0 : (float) (sum / n);
      meanCorrelation[c] = constantStatistics ? 0 : (float) (correlation / n);
    }
  }

  /**
   * The backward pass of batch-norm, convolution and quantizer for a shard.
   *
   * @param input what the forward pass got
   * @param receiver takes the gradient of each sample's input
   */
  void backward(
      Scratch scratch, int shard, int from, int count, float[] input, RowReceiver receiver) {
    ConvKernel kernel = scratch.kernel(shape, count);
    int size = shape.outputSize();
    float[] row = scratch.row(Math.max(shape.outputPlane(), shape.inputSize()));
    float[] other = scratch.otherRow(shape.outputPlane());
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < shape.outChannels(); c++) {
        normBackward(kernel, c, i * size, (from + i) * size, row, other);
      }
    }
    fill(kernel, scratch, from, count, input);
    kernel.backward(nativeWeights, receiver != RowReceiver.NONE);
    kernel.weightGradient().get(0, weightGradients[shard]);
    stepGradients[shard] = 0;
    if (receiver == RowReceiver.NONE) {
      return;
    }
    int inputSize = shape.inputSize();
    StepTerms terms = scratch.stepTerms();
    for (int i = 0; i < count; i++) {
      if (i == 0 || codes == null) {
        terms.start(inputSize);
      }
      inputs.backward(
          terms, kernel.inputGradient(), i * inputSize, input, (from + i) * inputSize, row);
      if (i == count - 1 || codes == null) {
        stepGradients[shard] += terms.sum();
      }
      receiver.accept(from + i, row);
    }
  }

  private void normBackward(
      ConvKernel kernel, int channel, int to, int from, float[] row, float[] other) {
    int plane = shape.outputPlane();
    int at = channel * plane;
    System.arraycopy(gradient, from + at, row, 0, plane);
    System.arraycopy(output, from + at, other, 0, plane);
    float factor = factor(channel);
    float y = -factor * inverseDeviation[channel] * meanCorrelation[channel];
    float z = -factor * meanGradient[channel] - y * batchMean[channel];
    Arrays32.combine(row, other, 0, plane, factor, y, z);
    kernel.outputGradient().put(to + at, row, 0, plane);
  }

  /** Adds up the gradients of the shards, and takes those of the weights through the quantizer. */
  void finishGradients() {
    Arrays.fill(weightGradientSum, 0);
    double stepGradient = 0;
    for (int s = 0; s < shards; s++) {
      Arrays32.add(weightGradientSum, weightGradients[s], 0, weightGradientSum.length);
      stepGradient += stepGradients[s];
    }
    inputs.addStepGradient(stepGradient, shape.inputSize());
    if (weightBits[weightIndex] == FLOAT) {
      Arrays32.add(weight.gradient(), weightGradientSum, 0, weightGradientSum.length);
    } else {
      quantizer.backward(weightIndex, weight.value(), weightGradientSum, weight.gradient());
    }
  }
}
