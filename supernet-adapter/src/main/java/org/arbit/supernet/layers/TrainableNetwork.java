package org.arbit.supernet.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.quant.Arrays32;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A super-network in training: one set of weights, any allocation in each pass. A step is {@link
 * #load} once, then {@link #forward} and {@link #backward} per allocation, whose gradients add up
 * in the parameters, then {@link #backwardStem} once. The stem has no choice of bits, so that its
 * output is the same for all passes of a step and is computed once.
 *
 * <p>The batch is cut into shards of a fixed size that workers share; sums over the batch are added
 * in shard order, so that a result does not depend on the number of workers.
 */
public final class TrainableNetwork {

  private static final double MOMENTUM = 0.1;

  private final NetworkPlan plan;
  private final Workers workers;
  private final int shardSize;
  private final int batch;
  private final Scratch[] scratch;
  private final QuantizedConv stem;
  private final List<QuantizedConv> convs = new ArrayList<>();
  private final Classifier classifier;
  private final int fixedBits;

  private final float[] image;

  /** Input of every searchable layer, and of the classifier: {@code batch x size}. */
  private final float[][] inputs;

  private final float[] logits;
  private boolean stepsInitialized;
  private int samples;
  private int shards;

  /**
   * Makes a network whose parameters are all zero; {@link #initialize} or a checkpoint fills them.
   *
   * @param bitWidths candidates of every searchable layer
   * @param separate whether weights and activations may differ
   * @param quantized false for a network without any quantization
   * @param kind how weights of searchable layers are quantized
   * @param batch largest number of samples of a step
   * @param shardSize samples that one worker takes at a time; part of the result
   */
  public TrainableNetwork(
      NetworkPlan plan,
      BitWidths bitWidths,
      boolean separate,
      boolean quantized,
      WeightQuantizer.Kind kind,
      int batch,
      int shardSize,
      Workers workers) {
    this.plan = plan;
    this.workers = workers;
    this.shardSize = shardSize;
    this.batch = batch;
    int shardCount = (batch + shardSize - 1) / shardSize;
    fixedBits = quantized ? NetworkSpec.FIXED_BITS : QuantizedConv.FLOAT;
    int[] floats = {QuantizedConv.FLOAT};
    int[] candidates = quantized ? bitWidths.toArray() : floats;
    stem =
        new QuantizedConv(
            "stem",
            plan.stem(),
            WeightQuantizer.Kind.LSQ,
            new int[] {fixedBits},
            floats,
            false,
            batch,
            shardCount);
    inputs = new float[plan.nodes().size() + 1][];
    inputs[0] = new float[batch * plan.stem().outputSize()];
    for (NetworkPlan.Node node : plan.nodes()) {
      convs.add(
          new QuantizedConv(
              node.name(),
              node.shape(),
              kind,
              candidates,
              candidates,
              separate,
              batch,
              shardCount));
      inputs[convs.size()] = new float[batch * node.shape().outputSize()];
    }
    classifier =
        new Classifier(
            plan.features(), plan.lastPlane(), plan.spec().classes(), fixedBits, batch, shardCount);
    image = new float[batch * plan.spec().imageSize()];
    logits = new float[batch * plan.spec().classes()];
    scratch = new Scratch[workers.size()];
    Arrays.setAll(scratch, i -> new Scratch());
  }

  /** Returns all parameters, in a fixed order. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(stem.parameters());
    convs.forEach(conv -> all.addAll(conv.parameters()));
    all.addAll(classifier.parameters());
    return all;
  }

  /**
   * Checks that a checkpoint has every parameter of a network, in its shape.
   *
   * @throws InvalidInputException naming the first that does not fit
   */
  public static void requireParameters(
      NetworkPlan plan,
      BitWidths bitWidths,
      boolean separate,
      WeightQuantizer.Kind kind,
      Map<String, Tensor> tensors) {
    TrainableNetwork model =
        new TrainableNetwork(plan, bitWidths, separate, true, kind, 1, 1, new Workers(1));
    requireParameters(plan.spec().name(), model.parameters(), tensors);
  }

  private static void requireParameters(
      String network, List<Parameter> parameters, Map<String, Tensor> tensors) {
    for (Parameter parameter : parameters) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null || !Arrays.equals(tensor.shape(), parameter.shape())) {
        throw new InvalidInputException(
            "The checkpoint of "
                + network
                + " should have the array "
                + parameter.name()
                + " of shape "
                + Arrays.toString(parameter.shape())
                + ", but it has "
                + (tensor == null ? "none" : Arrays.toString(tensor.shape()))
                + ".");
      }
    }
  }

  /** Returns the plan of the network. */
  public NetworkPlan plan() {
    return plan;
  }

  /** Draws the weights; steps of activations follow from the first batch. */
  public void initialize(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    stem.initialize(random);
    convs.forEach(conv -> conv.initialize(random));
    classifier.initialize(random);
    stepsInitialized = false;
  }

  /**
   * Takes the parameters of a checkpoint.
   *
   * @throws InvalidInputException if one is missing or has another shape
   */
  public void restore(Map<String, Tensor> tensors) {
    requireParameters(plan.spec().name(), parameters(), tensors);
    for (Parameter parameter : parameters()) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor != null) {
        System.arraycopy(tensor.values(), 0, parameter.value(), 0, parameter.value().length);
      }
    }
    stepsInitialized = true;
  }

  /**
   * From now on, a layer's batch-norm scale and shift learn from every pass at all bit-widths, so
   * that they stay equal if they are; statistics remain those of each bit-width. Layers then give
   * outputs of the same mean and deviation at any bit-width, and the next layer's statistics hold
   * whatever was chosen before it.
   */
  public void shareAffine() {
    stem.shareAffine();
    convs.forEach(QuantizedConv::shareAffine);
  }

  /**
   * From now on, passes normalize by the statistics as they are, and leave them so, as the frozen
   * network will.
   */
  public void freezeStatistics() {
    stem.freezeStatistics();
    convs.forEach(QuantizedConv::freezeStatistics);
  }

  /**
   * From now on, batch-norm statistics are plain means over passes instead of running ones, and
   * what was there is forgotten.
   */
  public void averageStatistics() {
    stem.averageStatistics();
    convs.forEach(QuantizedConv::averageStatistics);
  }

  /** Sets all gradients to zero. */
  public void zeroGradients() {
    parameters().forEach(parameter -> Arrays.fill(parameter.gradient(), 0));
  }

  /**
   * Takes the images of a step and runs the stem.
   *
   * @param images unsigned bytes, {@code count x channels x height x width}
   * @throws IllegalArgumentException if there are more than the batch that was announced
   */
  public void load(byte[] images, int count) {
    if (count > batch) {
      throw new IllegalArgumentException(
          "A step of " + count + " samples does not fit the announced batch of " + batch + ".");
    }
    samples = count;
    shards = (count + shardSize - 1) / shardSize;
    for (int i = 0; i < count * plan.spec().imageSize(); i++) {
      image[i] = (images[i] & 0xff) / 255f;
    }
    stem.prepare(fixedBits, QuantizedConv.FLOAT, shards);
    runShards((memory, shard, from, n) -> stem.convolve(memory, shard, from, n, image));
    stem.finishStatistics(samples, MOMENTUM);
    int size = plan.stem().outputSize();
    runShards(
        (memory, shard, from, n) -> {
          for (int i = from; i < from + n; i++) {
            stem.normalize(i * size, null, inputs[0]);
          }
        });
    Arrays.fill(stem.gradient, 0);
  }

  /**
   * Runs the loaded images at an allocation, with batch-norm in training mode.
   *
   * @return the logits, {@code samples x classes}; overwritten by the next pass
   */
  public float[] forward(Allocation allocation) {
    for (int l = 0; l < convs.size(); l++) {
      if (!stepsInitialized) {
        finishInput(l);
        convs.get(l).initializeActivationSteps(meanMagnitude(l));
      }
      int layer = l;
      boolean ready = !stepsInitialized;
      convs.get(l).prepare(allocation.weightBits(l), allocation.activationBits(l), shards);
      runShards(
          (memory, shard, from, n) -> {
            if (!ready) {
              normalizeInto(memory, layer, from, n);
            }
            convs.get(layer).convolve(memory, shard, from, n, inputs[layer]);
          });
      convs.get(l).finishStatistics(samples, MOMENTUM);
    }
    int last = convs.size();
    classifier.prepare();
    if (!stepsInitialized) {
      finishInput(last);
      classifier.initializeActivationSteps(meanMagnitude(last));
    }
    stepsInitialized = true;
    runShards(
        (memory, shard, from, n) -> {
          normalizeInto(memory, last, from, n);
          classifier.forward(memory, from, n, inputs[last], logits);
        });
    return logits;
  }

  private void finishInput(int layer) {
    runShards((memory, shard, from, n) -> normalizeInto(memory, layer, from, n));
  }

  /** Computes the input of {@code layer} from the convolution before it; the stem's is there. */
  private void normalizeInto(Scratch memory, int layer, int from, int count) {
    if (layer == 0) {
      return;
    }
    NetworkPlan.Node node = plan.nodes().get(layer - 1);
    QuantizedConv conv = convs.get(layer - 1);
    int size = node.shape().outputSize();
    for (int i = from; i < from + count; i++) {
      int at = i * size;
      float @Nullable [] skip = node.skipFrom() < 0 ? null : inputs[node.skipFrom()];
      if (plan.skipShrinks(node)) {
        ConvShape source = plan.nodes().get(node.skipFrom()).shape();
        float[] row = memory.row(size);
        Skip.shrink(inputs[node.skipFrom()], i * source.inputSize(), source, size, row);
        // The loops want one offset for all arrays, so the shrunk row goes where the result will.
        System.arraycopy(row, 0, inputs[layer], at, size);
        skip = inputs[layer];
      }
      conv.normalize(at, skip, inputs[layer]);
    }
  }

  private double meanMagnitude(int layer) {
    int size = inputs[layer].length / batch;
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += Arrays32.sum(inputs[layer], i * size, size);
    }
    return sum / ((double) samples * size);
  }

  /**
   * Adds the gradients of the last pass to the parameters, those of the stem excepted.
   *
   * @param logitGradient {@code samples x classes}
   */
  public void backward(float[] logitGradient) {
    int last = convs.size();
    QuantizedConv top = convs.get(last - 1);
    int topSize = plan.nodes().get(last - 1).shape().outputSize();
    runShards(
        (memory, shard, from, n) -> {
          classifier.backward(memory, shard, from, n, logitGradient, inputs[last], top.gradient);
          top.clearSums(shard);
          for (int i = from; i < from + n; i++) {
            top.gateAndSum(shard, i * topSize, inputs[last]);
          }
        });
    classifier.finishGradients(shards);
    for (int l = last - 1; l >= 0; l--) {
      int layer = l;
      QuantizedConv conv = convs.get(l);
      conv.finishSums(samples);
      runShards(
          (memory, shard, from, n) -> {
            if (layer > 0) {
              convs.get(layer - 1).clearSums(shard);
            }
            conv.backward(
                memory,
                shard,
                from,
                n,
                inputs[layer],
                (sample, row) -> receive(layer, shard, sample, row));
          });
      conv.finishGradients();
    }
  }

  /** Passes the gradient of one sample's input of {@code layer} on to the layer before it. */
  private void receive(int layer, int shard, int sample, float[] row) {
    int size = plan.nodes().get(layer).shape().inputSize();
    QuantizedConv before = layer == 0 ? stem : convs.get(layer - 1);
    int at = sample * size;
    float[] into = before.gradient;
    if (layer == 0) {
      for (int i = 0; i < size; i++) {
        into[at + i] += row[i];
      }
    } else {
      System.arraycopy(row, 0, into, at, size);
    }
    for (int end = layer; end < convs.size(); end++) {
      NetworkPlan.Node node = plan.nodes().get(end);
      if (node.skipFrom() == layer) {
        float[] skipGradient = convs.get(end).gradient;
        if (plan.skipShrinks(node)) {
          ConvShape source = plan.nodes().get(layer).shape();
          Skip.shrinkBackward(skipGradient, sample * node.shape().outputSize(), source, into, at);
        } else {
          Arrays32.add(into, skipGradient, at, size);
        }
      }
    }
    if (layer > 0) {
      before.gateAndSum(shard, at, inputs[layer]);
    }
  }

  /** Adds the gradients of the stem, from all passes since {@link #load}. */
  public void backwardStem() {
    int size = plan.stem().outputSize();
    runShards(
        (memory, shard, from, n) -> {
          stem.clearSums(shard);
          for (int i = from; i < from + n; i++) {
            stem.gateAndSum(shard, i * size, inputs[0]);
          }
        });
    stem.finishSums(samples);
    runShards(
        (memory, shard, from, n) ->
            stem.backward(memory, shard, from, n, image, (sample, row) -> {}));
    stem.finishGradients();
  }

  private void runShards(ShardTask task) {
    workers.run(
        shards,
        (worker, shard) -> {
          int from = shard * shardSize;
          task.run(scratch[worker], shard, from, Math.min(shardSize, samples - from));
        });
  }

  @FunctionalInterface
  private interface ShardTask {
    void run(Scratch memory, int shard, int from, int count);
  }
}
