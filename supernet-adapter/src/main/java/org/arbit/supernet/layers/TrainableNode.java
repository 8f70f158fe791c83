package org.arbit.supernet.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.quant.Arrays32;
import org.jspecify.annotations.Nullable;

/**
 * A searchable layer in training with what hangs on it: the projection that reads the same input,
 * the skip connection that ends here, ReLU and pooling. Without any of these it adds nothing to its
 * convolution, neither passes nor memory.
 */
final class TrainableNode {

  private final NetworkPlan.Node node;
  private final QuantizedConv conv;
  private final @Nullable QuantizedConv projection;

  /** Gradient of the input that the projection gave, {@code batch x inputSize}. */
  private final float[] projectionGradient;

  /** Where the skip connection that ends here starts; {@code null} for none. */
  private final @Nullable TrainableNode start;

  /** Where the skip connection that starts here ends; {@code null} for none. */
  private @Nullable TrainableNode end;

  /** Input of the node at which the skip connection starts. */
  private final float @Nullable [] source;

  /** Output after ReLU, {@code batch x outputSize}; the map itself unless it is pooled. */
  private final float[] activated;

  /** Input of the next layer, {@code batch x mapSize}. */
  final float[] map;

  /** Gradient of {@link #map}; that of the convolution's output unless it is pooled. */
  final float[] mapGradient;

  /**
   * Makes a node around its convolution.
   *
   * @param activated the output after ReLU, {@code batch x outputSize}
   * @param start where the skip connection that ends here starts
   * @param source input of that node, {@code batch x inputSize}
   */
  TrainableNode(
      NetworkPlan.Node node,
      QuantizedConv conv,
      WeightQuantizer.Kind kind,
      int batch,
      float[] activated,
      @Nullable TrainableNode start,
      float @Nullable [] source) {
    this.node = node;
    this.conv = conv;
    this.start = start;
    this.source = source;
    if (start != null) {
      start.end = this;
    }
    ConvShape beside = node.projection();
    projection = beside == null ? null : conv.beside(node.projectionName(), beside, kind, batch);
    projectionGradient = new float[beside == null ? 0 : batch * beside.inputSize()];
    this.activated = activated;
    map = node.pools() ? new float[batch * node.mapSize()] : activated;
    mapGradient = node.pools() ? new float[map.length] : conv.gradient;
  }

  NetworkPlan.Node node() {
    return node;
  }

  QuantizedConv conv() {
    return conv;
  }

  /** Returns everything that a checkpoint has to hold. */
  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(conv.parameters());
    if (projection != null) {
      all.addAll(projection.parameters());
    }
    return all;
  }

  void initialize(SplittableRandom random) {
    conv.initialize(random);
    if (projection != null) {
      projection.initialize(random);
    }
  }

  void shareAffine() {
    conv.norm().shareAffine();
    if (projection != null) {
      projection.norm().shareAffine();
    }
  }

  void convolveCodes(Engines engines) {
    conv.convolveCodes(engines);
    if (projection != null) {
      projection.convolveCodes(engines);
    }
  }

  void freezeStatistics() {
    conv.norm().freezeStatistics();
    if (projection != null) {
      projection.norm().freezeStatistics();
    }
  }

  void averageStatistics() {
    conv.norm().averageStatistics();
    if (projection != null) {
      projection.norm().averageStatistics();
    }
  }

  /** Gets ready for a pass at the bit-widths that an allocation has for this layer. */
  void prepare(Allocation allocation, int layer, int shards) {
    int weightBits = allocation.weightBits(layer);
    int activationBits = allocation.activationBits(layer);
    conv.prepare(weightBits, activationBits, shards);
    if (projection != null) {
      projection.prepare(weightBits, activationBits, shards);
    }
  }

  /** Convolves a shard of the input. */
  void convolve(Scratch memory, int shard, int from, int count, float[] input) {
    conv.convolve(memory, shard, from, count, input);
    if (projection != null) {
      projection.convolve(memory, shard, from, count, input);
    }
  }

  void finishStatistics(int samples, double momentum) {
    conv.norm().finishStatistics(samples, momentum);
    if (projection != null) {
      projection.norm().finishStatistics(samples, momentum);
    }
  }

  /** Computes the map of a shard from its convolution. */
  void finish(Scratch memory, int from, int count) {
    int size = node.shape().outputSize();
    for (int i = from; i < from + count; i++) {
      int at = i * size;
      conv.norm().run(memory, at, skip(i, at), activated);
      if (node.pools()) {
        float[] row = memory.row(node.mapSize());
        Pooling.run(node, activated, at, row);
        System.arraycopy(row, 0, map, i * node.mapSize(), node.mapSize());
      }
    }
  }

  /** Returns an array that has what is to be added to a sample's output, from {@code at}. */
  private float @Nullable [] skip(int sample, int at) {
    if (start == null || source == null) {
      return null;
    }
    if (node.join() == NetworkPlan.Join.SAME) {
      return source;
    }
    // The loops want one offset for all arrays, so the summand goes where the result will.
    if (start.projection != null) {
      start.projection.norm().runLinear(at, activated);
    } else {
      ConvShape from = start.node.shape();
      Skip.resize(source, sample * from.inputSize(), from, node.shape(), activated, at);
    }
    return activated;
  }

  /** Starts the sums of a shard for {@link #gate}. */
  void startSums(Scratch memory, int shard) {
    conv.startSums(memory, shard);
    if (start != null && start.projection != null) {
      start.projection.norm().clearSums(shard);
    }
  }

  /** Ends the sums of a shard. */
  void endSums(Scratch memory, int shard) {
    conv.endSums(memory, shard);
  }

  /** Takes the gradient of a sample's map back to the output of batch-norm, and sums it. */
  void gate(Scratch memory, int shard, int sample) {
    int at = sample * node.shape().outputSize();
    if (node.pools()) {
      Pooling.backward(node, mapGradient, sample * node.mapSize(), activated, conv.gradient, at);
    }
    conv.gateAndSum(memory, shard, sample, activated);
    passOn(memory, shard, at);
  }

  /** Does the same with a block of it, the blocks of a sample in order. */
  void gate(Scratch memory, int shard, int sample, int first, float[] block, int count) {
    int size = node.mapSize();
    if (!node.pools()) {
      conv.gateAndSum(memory, shard, sample, first, block, count, activated);
      if (first + count == size) {
        passOn(memory, shard, sample * size);
      }
      return;
    }
    System.arraycopy(block, 0, mapGradient, sample * size + first, count);
    if (first + count == size) {
      gate(memory, shard, sample);
    }
  }

  /** Gives the projection at whose end this is a sample's gradient, which has passed the ReLU. */
  private void passOn(Scratch memory, int shard, int at) {
    if (start != null && start.projection != null) {
      start.projection.takeAndSum(memory, shard, at, conv.gradient);
    }
  }

  void finishSums(int samples) {
    conv.norm().finishSums(samples);
    if (projection != null) {
      projection.norm().finishSums(samples);
    }
  }

  /** Runs a shard backwards to the input; the projection's part waits for {@link #addShortcuts}. */
  void backward(
      Scratch memory, int shard, int from, int count, float[] input, GradientReceiver receiver) {
    if (projection != null) {
      int size = projection.shape().inputSize();
      projection.backward(
          memory,
          shard,
          from,
          count,
          input,
          (sample, first, block, n) ->
              System.arraycopy(block, 0, projectionGradient, sample * size + first, n));
    }
    conv.backward(memory, shard, from, count, input, receiver);
  }

  /**
   * Adds to a block of the gradient of a sample's input what came to it past the convolution, by
   * the projection or the skip connection that starts here.
   */
  void addShortcuts(Scratch memory, int sample, int first, float[] block, int count) {
    int at = sample * node.shape().inputSize() + first;
    float[] other = memory.otherRow(count);
    if (projection != null) {
      System.arraycopy(projectionGradient, at, other, 0, count);
      Arrays32.add(block, other, 0, count);
    }
    if (end == null || end.node.join() == NetworkPlan.Join.PROJECTION) {
      return;
    }
    if (end.node.join() == NetworkPlan.Join.SAME) {
      System.arraycopy(end.conv.gradient, at, other, 0, count);
    } else {
      ConvShape target = end.node.shape();
      Skip.resizeBackward(
          end.conv.gradient,
          sample * target.outputSize(),
          node.shape(),
          target,
          first,
          other,
          count);
    }
    Arrays32.add(block, other, 0, count);
  }

  void finishGradients() {
    conv.finishGradients();
    if (projection != null) {
      projection.finishGradients();
    }
  }
}
