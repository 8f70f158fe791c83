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

/**
 * A super-network in training: one set of weights, any allocation in each pass. A step is {@link
 * #load} once, then {@link #forward} and {@link #backward} per allocation, whose gradients add up
 * in the parameters, then {@link #backwardStem} once. The stem has no choice of bits, so that its
 * output is the same for all passes of a step and is convolved once.
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
  private final TrainableStem stem;
  private final List<TrainableNode> nodes = new ArrayList<>();
  private final List<TrainableHead> heads = new ArrayList<>();
  private final Classifier classifier;
  private final List<Parameter> parameters;
  private final int fixedBits;

  private final float[] logits;
  private boolean stepsInitialized;
  private boolean headsLearn;

  /** Whether there is a forward pass that no backward pass has used up. */
  private boolean passed;

  private int samples;
  private int shards;

  /**
   * Makes a network whose parameters are all zero; {@link #initialize} or a checkpoint fills them.
   *
   * @param bitWidths candidates of every searchable layer
   * @param separate whether weights and activations may differ
   * @param kind how weights of searchable layers are quantized; with {@code NONE}, nothing in the
   *     network is
   * @param batch largest number of samples of a step
   * @param shardSize samples that one worker takes at a time; part of the result
   */
  public TrainableNetwork(
      NetworkPlan plan,
      BitWidths bitWidths,
      boolean separate,
      WeightQuantizer.Kind kind,
      int batch,
      int shardSize,
      Workers workers) {
    this.plan = plan;
    this.workers = workers;
    this.shardSize = shardSize;
    this.batch = batch;
    int shardCount = (batch + shardSize - 1) / shardSize;
    boolean quantized = kind != WeightQuantizer.Kind.NONE;
    fixedBits = quantized ? NetworkSpec.FIXED_BITS : QuantizedConv.FLOAT;
    int[] floats = {QuantizedConv.FLOAT};
    int[] candidates = quantized ? bitWidths.toArray() : floats;
    stem =
        new TrainableStem(
            plan, quantized ? WeightQuantizer.Kind.LSQ : kind, fixedBits, batch, shardCount);
    int classes = plan.spec().classes();
    for (NetworkPlan.Node node : plan.nodes()) {
      float[] gradient = new float[batch * node.shape().outputSize()];
      // A map is of no use any longer where its gradient is known, and its memory is at hand; the
      // classifier and pooling write gradients of what they still read.
      boolean inPlace = !node.pools() && nodes.size() < plan.nodes().size() - 1;
      QuantizedConv conv =
          new QuantizedConv(
              node.name(),
              node.shape(),
              kind,
              candidates,
              candidates,
              separate,
              gradient,
              shardCount);
      boolean joins = node.skipFrom() >= 0;
      // What takes no more than the convolution's output is cheaper to compute than to keep.
      boolean keeps = joins || !inPlace || !conv.norm().readsFast();
      float[] activated = inPlace ? gradient : new float[gradient.length];
      TrainableNode made =
          new TrainableNode(
              node,
              conv,
              kind,
              batch,
              keeps ? activated : null,
              joins ? nodes.get(node.skipFrom()) : null,
              joins ? input(node.skipFrom()) : null);
      nodes.add(made);
    }
    for (NetworkPlan.Head head : plan.heads()) {
      heads.add(new TrainableHead(head, classes, fixedBits, batch, shardCount));
    }
    classifier =
        new Classifier("classifier", plan.lastMap(), classes, fixedBits, batch, shardCount);
    logits = new float[batch * plan.spec().classes()];
    parameters = gatherParameters();
    scratch = new Scratch[workers.size()];
    Arrays.setAll(scratch, i -> new Scratch());
  }

  /** Returns the input of a layer; beyond the last, the classifier's. */
  private MapReader input(int layer) {
    return layer == 0 ? stem.map() : nodes.get(layer - 1).map();
  }

  /** Returns all parameters, in a fixed order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  private List<Parameter> gatherParameters() {
    List<Parameter> all = new ArrayList<>(stem.conv().parameters());
    nodes.forEach(node -> all.addAll(node.parameters()));
    all.addAll(classifier.parameters());
    heads.forEach(head -> all.addAll(head.classifier.parameters()));
    return List.copyOf(all);
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
    StoredParameters.requireEnough(plan.spec(), tensors);
    // For no samples: only the shapes are wanted.
    TrainableNetwork model =
        new TrainableNetwork(plan, bitWidths, separate, kind, 0, 1, new Workers(1));
    StoredParameters.require(plan.spec().name(), model.parameters, tensors);
  }

  /** Returns the plan of the network. */
  public NetworkPlan plan() {
    return plan;
  }

  /** Draws the weights; steps of activations follow from the first batch. */
  public void initialize(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    stem.conv().initialize(random);
    nodes.forEach(node -> node.initialize(random));
    classifier.initialize(random);
    heads.forEach(head -> head.classifier.initialize(random));
    stepsInitialized = false;
  }

  /**
   * Takes the parameters of a checkpoint.
   *
   * @throws InvalidInputException if one is missing or has another shape
   */
  public void restore(Map<String, Tensor> tensors) {
    StoredParameters.require(plan.spec().name(), parameters, tensors);
    for (Parameter parameter : parameters) {
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
    stem.conv().norm().shareAffine();
    nodes.forEach(TrainableNode::shareAffine);
  }

  /**
   * From now on, forward passes add products of integer codes, as the frozen network will, and
   * scale the sums. That is exact, and where the machine multiplies bytes it is two to four times
   * as fast; sums of values, as before, are rounded at every addition. The stem's image is not
   * quantized, and its convolution stays as it is.
   */
  public void convolveCodes() {
    convolveCodes(Engines.load());
  }

  void convolveCodes(Engines engines) {
    passed = false;
    nodes.forEach(node -> node.convolveCodes(engines));
  }

  /**
   * From now on, passes normalize by the statistics as they are, and leave them so, as the frozen
   * network will.
   */
  public void freezeStatistics() {
    stem.conv().norm().freezeStatistics();
    nodes.forEach(TrainableNode::freezeStatistics);
  }

  /**
   * From now on, batch-norm statistics are plain means over passes instead of running ones, and
   * what was there is forgotten.
   */
  public void averageStatistics() {
    stem.conv().norm().averageStatistics();
    nodes.forEach(TrainableNode::averageStatistics);
  }

  /** Sets all gradients to zero. */
  public void zeroGradients() {
    parameters.forEach(parameter -> Arrays.fill(parameter.gradient(), 0));
  }

  /**
   * Takes the images of a step and runs the stem's convolution.
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
    passed = false;
    stem.start(shards);
    runShards((memory, shard, from, n) -> stem.convolve(memory, shard, from, n, images));
    stem.conv().norm().finishStatistics(samples, MOMENTUM);
  }

  /**
   * Runs the loaded images at an allocation, with batch-norm in training mode.
   *
   * @return the logits, {@code samples x classes}; overwritten by the next pass
   */
  public float[] forward(Allocation allocation) {
    passed = false;
    heads.forEach(head -> head.classifier.prepare());
    if (stepsInitialized) {
      workers.run(nodes.size(), (worker, i) -> prepareFromLast(allocation, i));
    }
    for (int l = 0; l < nodes.size(); l++) {
      int layer = l;
      TrainableNode node = nodes.get(l);
      int head = plan.headBefore(l);
      if (!stepsInitialized) {
        runShards((memory, shard, from, n) -> finishInput(memory, layer, from, n));
        node.conv().initializeActivationSteps(meanMagnitude(l));
        if (head >= 0) {
          heads.get(head).classifier.initializeActivationSteps(meanMagnitude(l));
        }
      }
      boolean initialized = stepsInitialized;
      if (!initialized) {
        node.prepare(allocation, l, shards);
      }
      runShards(
          (memory, shard, from, n) -> {
            if (initialized) {
              finishInput(memory, layer, from, n);
            }
            if (head >= 0) {
              TrainableHead exit = heads.get(head);
              exit.classifier.forward(memory, from, n, input(layer), exit.logits);
            }
            node.convolve(memory, shard, from, n, input(layer));
          });
      node.finishStatistics(samples, MOMENTUM);
    }
    int last = nodes.size();
    classifier.prepare();
    if (!stepsInitialized) {
      runShards((memory, shard, from, n) -> finishInput(memory, last, from, n));
      classifier.initializeActivationSteps(meanMagnitude(last));
    }
    stepsInitialized = true;
    runShards(
        (memory, shard, from, n) -> {
          nodes.get(last - 1).finish(memory, from, n);
          classifier.forward(memory, from, n, input(last), logits);
        });
    passed = true;
    return logits;
  }

  /**
   * Returns the logits that a head gave in the last pass, {@code samples x classes}; overwritten by
   * the next one.
   *
   * @param head its index in the plan
   */
  public float[] exitLogits(int head) {
    return heads.get(head).logits;
  }

  /** The last layers have most weights, and are the first that workers take. */
  private void prepareFromLast(Allocation allocation, int index) {
    int layer = nodes.size() - 1 - index;
    nodes.get(layer).prepare(allocation, layer, shards);
  }

  /** Computes the input of a layer from the convolution before it. */
  private void finishInput(Scratch memory, int layer, int from, int count) {
    if (layer > 0) {
      nodes.get(layer - 1).finish(memory, from, count);
    }
  }

  private double meanMagnitude(int layer) {
    MapReader input = input(layer);
    int size = layer == 0 ? plan.stem().outputSize() : plan.nodes().get(layer - 1).mapSize();
    float[] row = scratch[0].thirdRow(size);
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      input.read(i, 0, row, size);
      sum += Arrays32.sum(row, 0, size);
    }
    return sum / ((double) samples * size);
  }

  /**
   * Adds the gradients of the last pass to the parameters, those of stem and heads excepted.
   *
   * @param logitGradient {@code samples x classes}
   */
  public void backward(float[] logitGradient) {
    backward(logitGradient, List.of());
  }

  /**
   * Adds the gradients of the last pass to the parameters, those of the stem excepted. Gradients
   * take the memory of its maps, so that each forward pass allows for one.
   *
   * @param logitGradient {@code samples x classes}
   * @param exitGradients the same for every head; empty if the heads do not learn
   * @throws IllegalStateException if there was no forward pass since the last one
   */
  public void backward(float[] logitGradient, List<float[]> exitGradients) {
    if (!passed) {
      throw new IllegalStateException("There was no forward pass since the last backward pass.");
    }
    passed = false;
    headsLearn = !exitGradients.isEmpty();
    int last = nodes.size();
    TrainableNode top = nodes.get(last - 1);
    runShards(
        (memory, shard, from, n) -> {
          classifier.backward(memory, shard, from, n, logitGradient, input(last), top.mapGradient);
          top.startSums(memory, shard);
          for (int i = from; i < from + n; i++) {
            top.gate(memory, shard, i);
          }
          top.endSums(memory, shard);
          for (int h = 0; h < exitGradients.size(); h++) {
            TrainableHead head = heads.get(h);
            MapReader input = input(head.beforeLayer());
            head.classifier.backward(
                memory, shard, from, n, exitGradients.get(h), input, head.mapGradient);
          }
        });
    classifier.finishGradients(shards);
    stem.startPass();
    if (headsLearn) {
      heads.forEach(head -> head.classifier.finishGradients(shards));
    }
    for (int l = last - 1; l >= 0; l--) {
      int layer = l;
      TrainableNode node = nodes.get(l);
      node.finishSums(samples);
      runShards(
          (memory, shard, from, n) -> {
            if (layer > 0) {
              nodes.get(layer - 1).startSums(memory, shard);
            } else {
              stem.startSums(memory, shard);
            }
            node.backward(
                memory,
                shard,
                from,
                n,
                input(layer),
                (sample, first, block, values, count) ->
                    receive(memory, layer, shard, sample, first, block, values, count));
            if (layer > 0) {
              nodes.get(layer - 1).endSums(memory, shard);
            } else {
              stem.endSums(memory, shard);
            }
          });
    }
    stem.endPass();
    workers.run(last, (worker, i) -> nodes.get(last - 1 - i).finishGradients());
  }

  /** Passes a block of the gradient of a sample's input of {@code layer} to the layer before it. */
  private void receive(
      Scratch memory,
      int layer,
      int shard,
      int sample,
      int first,
      float[] block,
      float[] values,
      int count) {
    if (layer == 0) {
      stem.addEarlier(memory, sample, first, block, count);
    }
    nodes.get(layer).addShortcuts(memory, sample, first, block, count);
    int head = headsLearn ? plan.headBefore(layer) : -1;
    if (head >= 0) {
      int at = sample * plan.nodes().get(layer).shape().inputSize() + first;
      float[] other = memory.otherRow(count);
      System.arraycopy(heads.get(head).mapGradient, at, other, 0, count);
      Arrays32.add(block, other, 0, count);
    }
    if (layer > 0) {
      nodes.get(layer - 1).gate(memory, shard, sample, first, block, values, count);
    } else {
      stem.take(memory, shard, sample, first, block, values, count);
    }
  }

  /** Adds the gradients of the stem from all passes since {@link #load}, if any. */
  public void backwardStem() {
    if (!stem.learns()) {
      return;
    }
    if (!stem.gated()) {
      runShards(stem::gate);
    }
    stem.conv().norm().finishSums(samples);
    runShards(stem::backward);
    stem.conv().finishGradients();
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
