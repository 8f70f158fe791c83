package org.arbit.supernet.layers;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.arbit.supernet.quant.Arrays32;
import org.arbit.supernet.quant.LsqActivations;
import org.arbit.supernet.quant.LsqWeights;

/**
 * The trainable end of a network, or a head at which samples may leave, fixed at 8/8 bits: quantize
 * the last feature map, sum its codes over the pixels (or cells of them), quantize that mean again,
 * and multiply by quantized weights. Summing codes rather than values keeps the frozen network
 * exact. So small that plain loops do it.
 */
public final class Classifier {

  private final MapGrid grid;
  private final int features;
  private final int plane;
  private final int classes;
  private final int bits;
  final Parameter weight;
  final Parameter bias;
  final Parameter weightStep;
  final Parameter mapStep;
  final Parameter meanStep;

  private final float[] quantized;
  private final float[] means;
  private final float[] values;

  /** For each shard a row per class. */
  private final float[][] weightGradients;

  private final double[][] biasGradients;
  private final double[] mapStepGradients;
  private final double[] meanStepGradients;
  private final float[] gradientSum;
  private float step;

  /**
   * Makes a classifier.
   *
   * @param name that those of its parameters begin with
   * @param grid what it reads of the last feature map
   * @param bits 8, or {@link QuantizedConv#FLOAT} for no quantization
   */
  Classifier(String name, MapGrid grid, int classes, int bits, int batch, int shards) {
    this.grid = grid;
    this.features = grid.features();
    this.plane = grid.plane();
    this.classes = classes;
    this.bits = bits;
    weight = Parameter.of(name + ".weight", Parameter.Group.WEIGHT, classes, features);
    bias = Parameter.of(name + ".bias", Parameter.Group.AFFINE, classes);
    weightStep = Parameter.of(name + ".weight_step", Parameter.Group.STEP, 1);
    mapStep = Parameter.of(name + ".map_step", Parameter.Group.STEP, 1);
    meanStep = Parameter.of(name + ".mean_step", Parameter.Group.STEP, 1);
    quantized = new float[classes * features];
    gradientSum = new float[classes * features];
    means = new float[batch * features];
    values = new float[batch * features];
    weightGradients = new float[shards * classes][features];
    biasGradients = new double[shards][classes];
    mapStepGradients = new double[shards];
    meanStepGradients = new double[shards];
  }

  /** Returns everything that a checkpoint has to hold. */
  List<Parameter> parameters() {
    return bits == QuantizedConv.FLOAT
        ? List.of(weight, bias)
        : List.of(weight, bias, weightStep, mapStep, meanStep);
  }

  /** Draws the weights from U(-1/sqrt(features), 1/sqrt(features)). */
  void initialize(SplittableRandom random) {
    double bound = 1 / Math.sqrt(features);
    for (int i = 0; i < weight.value().length; i++) {
      weight.value()[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    weightStep.value()[0] =
        bits == QuantizedConv.FLOAT ? 1 : LsqWeights.initialStep(weight.value(), bits);
    mapStep.value()[0] = 1;
    meanStep.value()[0] = 1;
  }

  /** Sets the activation steps from the mean magnitude of the last feature map. */
  void initializeActivationSteps(double meanMagnitude) {
    if (bits != QuantizedConv.FLOAT) {
      mapStep.value()[0] = LsqActivations.initialStep(meanMagnitude, bits);
      meanStep.value()[0] = LsqActivations.initialStep(meanMagnitude, bits);
    }
  }

  /** Quantizes the weights for the next pass. */
  void prepare() {
    System.arraycopy(weight.value(), 0, quantized, 0, quantized.length);
    if (bits != QuantizedConv.FLOAT) {
      step = weightStep.value()[0];
      LsqWeights.codes(weight.value(), bits, step, quantized);
      for (int i = 0; i < quantized.length; i++) {
        quantized[i] *= step;
      }
    }
  }

  /**
   * Computes the logits of a shard.
   *
   * @param map its samples have {@code channels x height x width} elements
   * @param logits {@code batch x classes}
   */
  void forward(Scratch scratch, int from, int count, MapReader map, float[] logits) {
    float[] row = scratch.row(features * plane);
    for (int n = from; n < from + count; n++) {
      gather(map, n, row, scratch.otherRow(features * plane));
      float factor = 1f / plane;
      if (bits != QuantizedConv.FLOAT) {
        float s = mapStep.value()[0];
        Arrays32.codes(row, 0, features * plane, 1f / s, LsqActivations.largest(bits));
        factor = s / plane;
      }
      for (int f = 0; f < features; f++) {
        float mean = Arrays32.sum(row, f * plane, plane) * factor;
        means[n * features + f] = mean;
        values[n * features + f] = quantizeMean(mean);
      }
      for (int k = 0; k < classes; k++) {
        float sum = bias.value()[k];
        for (int f = 0; f < features; f++) {
          sum += quantized[k * features + f] * values[n * features + f];
        }
        logits[n * classes + k] = sum;
      }
    }
  }

  private void gather(MapReader map, int sample, float[] into, float[] between) {
    map.read(sample, 0, between, grid.size());
    grid.gather(between, 0, into);
  }

  private float quantizeMean(float mean) {
    if (bits == QuantizedConv.FLOAT) {
      return mean;
    }
    float s = meanStep.value()[0];
    return (float) Math.rint(Math.min(mean / s, LsqActivations.largest(bits))) * s;
  }

  /**
   * The backward pass of a shard.
   *
   * @param logitGradient {@code batch x classes}
   * @param map what the forward pass got
   * @param mapGradient receives the gradient of {@code map}
   */
  void backward(
      Scratch scratch,
      int shard,
      int from,
      int count,
      float[] logitGradient,
      MapReader map,
      float[] mapGradient) {
    for (int k = 0; k < classes; k++) {
      Arrays.fill(weightGradients[shard * classes + k], 0);
    }
    Arrays.fill(biasGradients[shard], 0);
    mapStepGradients[shard] = 0;
    meanStepGradients[shard] = 0;
    float[] valueGradient = new float[features];
    float[] row = new float[features];
    for (int n = from; n < from + count; n++) {
      Arrays.fill(valueGradient, 0);
      for (int k = 0; k < classes; k++) {
        float g = logitGradient[n * classes + k];
        biasGradients[shard][k] += g;
        System.arraycopy(quantized, k * features, row, 0, features);
        Arrays32.addScaled(valueGradient, row, 0, features, g);
        System.arraycopy(values, n * features, row, 0, features);
        Arrays32.addScaled(weightGradients[shard * classes + k], row, 0, features, g);
      }
      backwardMap(scratch, shard, n, valueGradient, map, mapGradient);
    }
  }

  private void backwardMap(
      Scratch scratch,
      int shard,
      int n,
      float[] valueGradient,
      MapReader map,
      float[] mapGradient) {
    int size = features * plane;
    float[] row = scratch.row(size);
    // Sums of shards lie side by side, where workers would write to the same line of the cache.
    double meanStepGradient = meanStepGradients[shard];
    for (int f = 0; f < features; f++) {
      float g = valueGradient[f];
      if (bits != QuantizedConv.FLOAT) {
        float largest = LsqActivations.largest(bits);
        float v = means[n * features + f] / meanStep.value()[0];
        meanStepGradient += g * (v < largest ? Math.rint(v) - v : largest);
        g = v < largest ? g : 0;
      }
      Arrays.fill(row, f * plane, (f + 1) * plane, g / plane);
    }
    meanStepGradients[shard] = meanStepGradient;
    if (bits != QuantizedConv.FLOAT) {
      float[] inputs = scratch.otherRow(size);
      float[] terms = scratch.thirdRow(size);
      float[] mask = scratch.fourthRow(size);
      Arrays.fill(terms, 0, size, 0);
      gather(map, n, inputs, mask);
      Arrays32.quantizeBackward(
          inputs, row, terms, mask, size, 1f / mapStep.value()[0], LsqActivations.largest(bits));
      mapStepGradients[shard] += Arrays32.sum(terms, 0, size);
    }
    grid.scatter(row, mapGradient, n * size);
  }

  /** Adds up the gradients of the shards. */
  void finishGradients(int shards) {
    Arrays.fill(gradientSum, 0);
    double map = 0;
    double mean = 0;
    for (int s = 0; s < shards; s++) {
      for (int k = 0; k < classes; k++) {
        float[] row = weightGradients[s * classes + k];
        for (int f = 0; f < features; f++) {
          gradientSum[k * features + f] += row[f];
        }
        bias.gradient()[k] += (float) biasGradients[s][k];
      }
      map += mapStepGradients[s];
      mean += meanStepGradients[s];
    }
    if (bits == QuantizedConv.FLOAT) {
      Arrays32.add(weight.gradient(), gradientSum, 0, gradientSum.length);
      return;
    }
    weightStep.gradient()[0] +=
        (float) LsqWeights.backward(weight.value(), bits, step, gradientSum, weight.gradient());
    mapStep.gradient()[0] += (float) (map * LsqActivations.gradientScale(features * plane, bits));
    meanStep.gradient()[0] += (float) (mean * LsqActivations.gradientScale(features, bits));
  }
}
