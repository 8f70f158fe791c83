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
 * BatchNorm#finishStatistics}, {@link BatchNorm#run} or {@link BatchNorm#read}; backwards {@link
 * #startSums}, gateAndSum and {@link #endSums} for all shards, {@link BatchNorm#finishSums}, {@link
 * #backward} per shard, {@link #finishGradients}.
 */
public final class QuantizedConv {

  /** Bit-width that stands for no quantization. */
  public static final int FLOAT = 32;

  private final ConvShape shape;
  private final int[] weightBits;
  private final int[] activationBits;
  private final ActivationQuantizer inputs;
  private final boolean separate;
  final Parameter weight;
  private final WeightQuantizer quantizer;
  private final INDArray nativeWeights;
  private final FloatBuffer nativeWeightBuffer;

  /** The forward pass in codes; {@code null} while values are convolved. */
  private @Nullable CodeConvolution codes;

  private final float[] quantized;
  private final float[] weightGradientSum;
  private int shards;

  /** Output of the convolution, {@code batch x outputSize}. */
  final float[] output;

  /**
   * Gradient of the batch-norm's output, {@code batch x outputSize}; until it is known, its memory
   * may be that of the output after ReLU.
   */
  final float[] gradient;

  private final BatchNorm norm;
  private final float[][] weightGradients;
  private final double[] stepGradients;
  private int weightIndex;

  /**
   * Makes a layer with its parameters.
   *
   * @param kind how its weights are quantized
   * @param weightBits candidate bit-widths of the weights
   * @param activationBits candidate bit-widths of the input; {@link #FLOAT} alone if the input
   *     comes quantized, as the stem's image does
   * @param separate whether the two are chosen separately, so that each pair has its batch-norm
   * @param gradient where that of the batch-norm's output will be, {@code batch x outputSize}; it
   *     may be the output after ReLU, whose elements are read before theirs are written
   */
  QuantizedConv(
      String name,
      ConvShape shape,
      WeightQuantizer.Kind kind,
      int[] weightBits,
      int[] activationBits,
      boolean separate,
      float[] gradient,
      int shards) {
    this(name, shape, kind, weightBits, activationBits, separate, gradient, shards, null);
  }

  /** Makes a layer; {@code shared} quantizes for a layer that reads the same input. */
  private QuantizedConv(
      String name,
      ConvShape shape,
      WeightQuantizer.Kind kind,
      int[] weightBits,
      int[] activationBits,
      boolean separate,
      float[] gradient,
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
    nativeWeights = ConvKernel.weights(shape);
    nativeWeightBuffer = ConvKernel.buffer(nativeWeights);
    quantized = new float[shape.weights()];
    weightGradientSum = new float[shape.weights()];
    output = new float[gradient.length];
    this.gradient = gradient;
    norm = new BatchNorm(name, rows, shape, shards, output, gradient);
    weightGradients = new float[shards][shape.weights()];
    stepGradients = new double[shards];
  }

  /** Makes another layer that reads the same input at the same bit-widths, a projection. */
  QuantizedConv beside(String name, ConvShape other, WeightQuantizer.Kind kind, int batch) {
    return new QuantizedConv(
        name,
        other,
        kind,
        weightBits,
        activationBits,
        separate,
        new float[batch * other.outputSize()],
        stepGradients.length,
        inputs);
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
    all.addAll(norm.parameters());
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
    norm.initialize();
  }

  /** Sets the activation steps from the mean magnitude of the input. */
  void initializeActivationSteps(double meanMagnitude) {
    inputs.initializeSteps(meanMagnitude);
  }

  /** Returns the batch-norm of the output. */
  BatchNorm norm() {
    return norm;
  }

  /**
   * From now on, forward passes add products of integer codes, exactly, and scale the sums; not
   * where weights or input are not quantized.
   */
  void convolveCodes(Engines engines) {
    if (weightBits[0] == FLOAT || activationBits[0] == FLOAT) {
      return;
    }
    int batch = output.length / shape.outputSize();
    codes = new CodeConvolution(weight.name(), shape, batch, engines);
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
    norm.choose(
        separate ? weightIndex * activationBits.length + activationIndex : weightIndex,
        activeShards);
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
   * @param input its samples have {@code inputSize} elements
   */
  void convolve(Scratch scratch, int shard, int from, int count, MapReader input) {
    int size = shape.outputSize();
    if (codes != null) {
      MapSums sums = scratch.sums();
      sums.start(size);
      int together = shape.together(count);
      for (int first = from; first < from + count; first += together) {
        FloatBuffer products = codes.run(scratch, inputs, input, first, together);
        sums.addScaled(products, together, codes.unit(), output, first * size);
      }
      norm.takeMoments(sums, shard);
      return;
    }
    ConvKernel kernel = scratch.kernel(shape, count);
    fill(kernel.input(), scratch, from, count, input);
    kernel.forward(nativeWeights);
    norm.clearSums(shard);
    for (int i = 0; i < count; i++) {
      int at = (from + i) * size;
      kernel.output().get(i * size, output, at, size);
      norm.addMoments(scratch, shard, at);
    }
  }

  private void fill(FloatBuffer into, Scratch scratch, int from, int count, MapReader input) {
    inputs.fill(into, scratch, input, from, count, shape.inputSize(), inputs.step());
  }

  /** Starts the sums of a shard for {@link #gateAndSum}. */
  void startSums(Scratch scratch, int shard) {
    norm.clearSums(shard);
    if (codes != null) {
      norm.startProducts(scratch.sums());
    }
  }

  /** Ends what {@link #startSums} began. */
  void endSums(Scratch scratch, int shard) {
    if (codes != null) {
      norm.takeProducts(scratch.sums(), shard);
    }
  }

  /**
   * Takes a block of a sample's gradient of the output after ReLU, lets it through where the ReLU
   * did, keeps it as {@link #gradient}, and sums it for the backward pass of batch-norm. Blocks of
   * a sample come in order.
   *
   * @param first index of its first element within the sample
   * @param block changed
   * @param activated the same elements of the output after ReLU
   */
  void gateAndSum(
      Scratch scratch,
      int shard,
      int sample,
      int first,
      float[] block,
      float[] activated,
      int count) {
    int size = shape.outputSize();
    int at = sample * size;
    Arrays32.maskByPositive(block, activated, 0, count);
    System.arraycopy(block, 0, gradient, at + first, count);
    if (codes != null) {
      scratch.sums().addProducts(block, first, count, output, at);
    } else if (first + count == size) {
      norm.addProducts(scratch, shard, at);
    }
  }

  /** Does the same with a sample whose gradient is in {@link #gradient}. */
  void gateAndSum(Scratch scratch, int shard, int sample, MapReader activated) {
    int size = shape.outputSize();
    float[] block = scratch.row(Scratch.BLOCK);
    float[] gate = scratch.otherRow(Scratch.BLOCK);
    for (int first = 0; first < size; first += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, size - first);
      System.arraycopy(gradient, sample * size + first, block, 0, n);
      activated.read(sample, first, gate, n);
      gateAndSum(scratch, shard, sample, first, block, gate, n);
    }
  }

  /** Takes a row of the gradient of the output, at the same offset, and sums it likewise. */
  void takeAndSum(Scratch scratch, int shard, int at, float[] from) {
    System.arraycopy(from, at, gradient, at, shape.outputSize());
    norm.addProducts(scratch, shard, at);
  }

  /**
   * The backward pass of batch-norm, convolution and quantizer for a shard.
   *
   * @param input what the forward pass got
   * @param receiver takes the gradient of the input
   */
  void backward(
      Scratch scratch, int shard, int from, int count, MapReader input, GradientReceiver receiver) {
    ConvKernel kernel = scratch.kernel(shape, count);
    boolean wanted = receiver != GradientReceiver.NONE;
    StepTerms terms = scratch.stepTerms();
    terms.start(shape.inputSize());
    stepGradients[shard] = 0;
    int together = kernel.backwardSamples();
    for (int first = 0; first < count; first += together) {
      for (int i = 0; i < together; i++) {
        int at = (from + first + i) * shape.outputSize();
        norm.backward(scratch, at, kernel.outputGradient(), i * shape.outputSize());
      }
      KeptCodes kept = codes == null ? null : codes.kept();
      if (kept != null) {
        kernel.backward(nativeWeights, first, kept, from + first, inputs.step());
      } else {
        fill(kernel.backwardInput(), scratch, from + first, together, input);
        kernel.backward(nativeWeights, first, wanted);
      }
      // Values that are not convolved as codes have their terms added up sample by sample.
      int step = codes == null ? 1 : together;
      for (int i = 0; wanted && i < together; i += step) {
        int sample = from + first + i;
        int at = i * shape.inputSize();
        inputs.backward(terms, kernel.inputGradient(), at, step, input, sample, receiver);
        if (codes == null) {
          stepGradients[shard] += terms.sum();
          terms.start(shape.inputSize());
        }
      }
    }
    kernel.finishBackward();
    kernel.weightGradient().get(0, weightGradients[shard]);
    stepGradients[shard] += terms.sum();
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
