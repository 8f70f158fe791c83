package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.arbit.supernet.quant.Arrays32;
import org.jspecify.annotations.Nullable;

/**
 * Batch-norm of a layer's output, with a row of parameters for every bit-width. Statistics are sums
 * over the samples of a shard, added up in shard order.
 */
final class BatchNorm implements MapReader {

  private static final float EPSILON = 1e-5f;

  /**
   * Channels of fewer elements are not passed over one by one in {@link #run} and {@link
   * #backward}: a vectorised loop has some tens of elements before and after it that are not, of
   * which a channel of 7 x 7 would consist.
   */
  private static final int SHORT = 128;

  private final int channels;
  private final int plane;
  private final float[] output;
  private final float[] gradient;
  private final Parameter scale;
  private final Parameter shift;
  private final Parameter mean;
  private final Parameter variance;
  private final double[][] firstSums;
  private final double[][] secondSums;
  private final float[] batchMean;
  private final float[] inverseDeviation;
  private int shards;
  private int row;

  /** What the output is multiplied with, and what is added: one for each channel. */
  private final float[] factor;

  private final float[] summand;

  /** What the output is multiplied with backwards, and what is added there. */
  private final float[] correction;

  private final float[] backwardSummand;

  /** The same four, one for each element of a sample; empty where channels are long. */
  private final float[][] wide;

  /** Whether all bit-widths have the same scale and shift, and so the same gradient of them. */
  private boolean sharedAffine;

  /** Whether passes use the statistics as they are, instead of those of their batch. */
  private boolean constantStatistics;

  /** Passes that each row of the statistics is the mean of; empty while they are running ones. */
  private int[] averaged = new int[0];

  /**
   * Makes the batch-norm of a layer.
   *
   * @param layer whose name the parameters have
   * @param rows of parameters
   * @param output of the convolution, {@code batch x outputSize}
   * @param gradient of the batch-norm's output, {@code batch x outputSize}
   */
  BatchNorm(String layer, int rows, ConvShape shape, int shards, float[] output, float[] gradient) {
    channels = shape.outChannels();
    plane = shape.outputPlane();
    this.output = output;
    this.gradient = gradient;
    scale = Parameter.of(layer + ".norm_scale", Parameter.Group.AFFINE, rows, channels);
    shift = Parameter.of(layer + ".norm_shift", Parameter.Group.AFFINE, rows, channels);
    mean = Parameter.of(layer + ".norm_mean", Parameter.Group.STATISTIC, rows, channels);
    variance = Parameter.of(layer + ".norm_variance", Parameter.Group.STATISTIC, rows, channels);
    firstSums = new double[shards][channels];
    secondSums = new double[shards][channels];
    batchMean = new float[channels];
    inverseDeviation = new float[channels];
    factor = new float[channels];
    summand = new float[channels];
    correction = new float[channels];
    backwardSummand = new float[channels];
    wide = plane < SHORT ? new float[4][channels * plane] : new float[0][];
  }

  /** Returns everything that a checkpoint has to hold. */
  List<Parameter> parameters() {
    return List.of(scale, shift, mean, variance);
  }

  void initialize() {
    Arrays.fill(scale.value(), 1);
    Arrays.fill(variance.value(), 1);
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

  /** Chooses the parameters of the next pass, which has so many shards. */
  void choose(int row, int shards) {
    this.row = row;
    this.shards = shards;
  }

  /** Starts the sums of a shard. */
  void clearSums(int shard) {
    Arrays.fill(firstSums[shard], 0);
    Arrays.fill(secondSums[shard], 0);
  }

  /** Adds the sums and squares of a sample's output. */
  void addMoments(Scratch scratch, int shard, int at) {
    float[] values = scratch.otherRow(plane);
    for (int c = 0; c < channels; c++) {
      firstSums[shard][c] += Arrays32.sum(output, at + c * plane, plane);
      System.arraycopy(output, at + c * plane, values, 0, plane);
      secondSums[shard][c] += Arrays32.dot(values, values, plane, 0f);
    }
  }

  /** Takes the sums and squares of all samples of a shard. */
  void takeMoments(MapSums sums, int shard) {
    sums.first(firstSums[shard], plane);
    sums.second(secondSums[shard], plane);
  }

  /**
   * Adds up the statistics of the shards.
   *
   * @param momentum weight of this batch in the running statistics
   */
  void finishStatistics(int samples, double momentum) {
    double n = (double) samples * plane;
    double weight = 0;
    if (!constantStatistics) {
      weight = averaged.length == 0 ? momentum : 1.0 / ++averaged[row];
    }
    for (int c = 0; c < channels; c++) {
      int at = row * channels + c;
      if (constantStatistics) {
        batchMean[c] = mean.value()[at];
        inverseDeviation[c] = (float) (1 / Math.sqrt(variance.value()[at] + (double) EPSILON));
      } else {
        double m = total(firstSums, c) / n;
        double v = Math.max(0, total(secondSums, c) / n - m * m);
        batchMean[c] = (float) m;
        inverseDeviation[c] = (float) (1 / Math.sqrt(v + EPSILON));
        mean.value()[at] += (float) (weight * (m - mean.value()[at]));
        variance.value()[at] +=
            (float) (weight * (v * n / Math.max(1, n - 1) - variance.value()[at]));
      }
      factor[c] = scale.value()[at] * inverseDeviation[c];
      summand[c] = shift.value()[at] - batchMean[c] * factor[c];
    }
    widen(factor, 0);
    widen(summand, 1);
  }

  private double total(double[][] partial, int channel) {
    double sum = 0;
    for (int s = 0; s < shards; s++) {
      sum += partial[s][channel];
    }
    return sum;
  }

  private void widen(float[] each, int which) {
    for (int c = 0; wide.length > 0 && c < channels; c++) {
      Arrays.fill(wide[which], c * plane, (c + 1) * plane, each[c]);
    }
  }

  /**
   * Whether {@link #read} is fast enough to be called whenever elements are wanted; else they are
   * better kept.
   */
  boolean readsFast() {
    return wide.length == 0;
  }

  /** Reads batch-norm and ReLU of the output. */
  @Override
  public void read(int sample, int first, float[] into, int count) {
    System.arraycopy(output, sample * channels * plane + first, into, 0, count);
    for (int at = 0; at < count; ) {
      int c = (first + at) / plane;
      int n = Math.min(count, (c + 1) * plane - first) - at;
      Arrays32.affineRelu(into, at, n, factor[c], summand[c]);
      at += n;
    }
  }

  @Override
  public void readCodes(
      int sample, int first, float[] into, int count, float inverseStep, float largest) {
    System.arraycopy(output, sample * channels * plane + first, into, 0, count);
    for (int at = 0; at < count; ) {
      int c = (first + at) / plane;
      int n = Math.min(count, (c + 1) * plane - first) - at;
      Arrays32.affineReluCodes(into, at, n, factor[c], summand[c], inverseStep, largest);
      at += n;
    }
  }

  /**
   * Batch-norm, skip connection and ReLU of a sample.
   *
   * @param skip what to add before the ReLU, or {@code null}
   * @param into receives the input of the next layer, {@code batch x outputSize}
   */
  void run(Scratch scratch, int sample, @Nullable MapReader skip, float[] into) {
    int size = channels * plane;
    int block = wide.length > 0 ? size : Scratch.BLOCK;
    float[] values = scratch.row(block);
    float[] others = scratch.otherRow(block);
    for (int first = 0; first < size; first += block) {
      int n = Math.min(block, size - first);
      if (skip != null) {
        skip.read(sample, first, others, n);
      }
      if (wide.length > 0) {
        System.arraycopy(output, sample * size, values, 0, size);
        if (skip == null) {
          Arrays32.affineRelu(values, wide[0], wide[1], size);
        } else {
          Arrays32.affineAddRelu(values, others, wide[0], wide[1], size);
        }
      } else if (skip == null) {
        read(sample, first, values, n);
      } else {
        readLinear(sample, first, values, n);
        Arrays32.addRelu(values, others, 0, n);
      }
      System.arraycopy(values, 0, into, sample * size + first, n);
    }
  }

  /** Batch-norm alone, of elements of a sample. */
  void readLinear(int sample, int first, float[] into, int count) {
    System.arraycopy(output, sample * channels * plane + first, into, 0, count);
    for (int at = 0; at < count; ) {
      int c = (first + at) / plane;
      int n = Math.min(count, (c + 1) * plane - first) - at;
      Arrays32.affine(into, at, n, factor[c], summand[c]);
      at += n;
    }
  }

  /** Starts the products of a shard's gradient with its output. */
  void startProducts(MapSums sums) {
    sums.start(batchMean, plane);
  }

  /** Takes the sums of the gradient of all samples of a shard, and of its products. */
  void takeProducts(MapSums sums, int shard) {
    takeMoments(sums, shard);
    for (int c = 0; c < channels; c++) {
      secondSums[shard][c] *= inverseDeviation[c];
    }
  }

  /** Adds the sums of a sample's gradient, and of its products with the output. */
  void addProducts(Scratch scratch, int shard, int at) {
    float[] gradients = scratch.otherRow(plane);
    float[] values = scratch.thirdRow(plane);
    for (int c = 0; c < channels; c++) {
      System.arraycopy(gradient, at + c * plane, gradients, 0, plane);
      System.arraycopy(output, at + c * plane, values, 0, plane);
      firstSums[shard][c] += Arrays32.sum(gradients, 0, plane);
      secondSums[shard][c] +=
          (double) Arrays32.dot(gradients, values, plane, batchMean[c]) * inverseDeviation[c];
    }
  }

  /** Adds up the sums of the shards: gradients of scale and shift. */
  void finishSums(int samples) {
    double n = (double) samples * plane;
    for (int c = 0; c < channels; c++) {
      double sum = total(firstSums, c);
      double products = total(secondSums, c);
      int rows = scale.shape()[0];
      for (int r = sharedAffine ? 0 : row; r < (sharedAffine ? rows : row + 1); r++) {
        shift.gradient()[r * channels + c] += (float) sum;
        scale.gradient()[r * channels + c] += (float) products;
      }
      // Constant statistics do not depend on the input, so no gradient goes through them.
      float meanGradient = constantStatistics ? 0 : (float) (sum / n);
      float meanProduct = constantStatistics ? 0 : (float) (products / n);
      correction[c] = -factor[c] * inverseDeviation[c] * meanProduct;
      backwardSummand[c] = -factor[c] * meanGradient - correction[c] * batchMean[c];
    }
    widen(correction, 2);
    widen(backwardSummand, 3);
  }

  /**
   * Takes the gradient of a row to that of the convolution's output.
   *
   * @param at offset of the row
   * @param into receives it from {@code to}
   */
  void backward(Scratch scratch, int at, FloatBuffer into, int to) {
    boolean whole = wide.length > 0;
    int size = whole ? channels * plane : plane;
    float[] values = scratch.row(size);
    float[] outputs = scratch.otherRow(size);
    for (int c = 0, first = 0; first < channels * plane; c++, first += size) {
      System.arraycopy(gradient, at + first, values, 0, size);
      System.arraycopy(output, at + first, outputs, 0, size);
      if (whole) {
        Arrays32.combine(values, outputs, wide[0], wide[2], wide[3], size);
      } else {
        Arrays32.combine(values, outputs, 0, size, factor[c], correction[c], backwardSummand[c]);
      }
      into.put(to + first, values, 0, size);
    }
  }
}
