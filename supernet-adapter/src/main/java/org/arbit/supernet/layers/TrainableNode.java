package org.arbit.supernet.layers;

import java.util.ArrayList;
import java.util.Arrays;
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
  private final @Nullable MapReader source;

  /**
   * Output after ReLU, {@code batch x outputSize}, until its gradient may take its place; not there
   * where it is computed whenever it is read.
   */
  private final float @Nullable [] activated;

  /**
   * Averages that are added to the output, {@code batch x channels x h x w} with the channels of
   * where the skip connection starts; empty where it does not change the size of maps.
   */
  private final float[] averages;

  /** The pooled output, {@code batch x mapSize}; empty unless it is pooled. */
  private final float[] pooled;

  private final MapReader map;

  /** Gradient of {@link #map}, {@code batch x mapSize}. */
  final float[] mapGradient;

  /**
   * Makes a node around its convolution.
   *
   * @param activated room for the output after ReLU, {@code batch x outputSize}; {@code null} to
   *     compute it whenever it is read
   * @param start where the skip connection that ends here starts
   * @param source input of that node
   */
  TrainableNode(
      NetworkPlan.Node node,
      QuantizedConv conv,
      WeightQuantizer.Kind kind,
      int batch,
      float @Nullable [] activated,
      @Nullable TrainableNode start,
      @Nullable MapReader source) {
    this.node = node;
    this.conv = conv;
    this.start = start;
    this.source = source;
    if (start != null) {
      start.end = this;
    }
    averages = new float[averages(batch)];
    ConvShape beside = node.projection();
    projection = beside == null ? null : conv.beside(node.projectionName(), beside, kind, batch);
    projectionGradient = new float[beside == null ? 0 : batch * beside.inputSize()];
    this.activated = activated;
    pooled = new float[node.pools() ? batch * node.mapSize() : 0];
    mapGradient = node.pools() ? new float[pooled.length] : conv.gradient;
    if (activated == null) {
      map = conv.norm();
    } else {
      map = MapReader.of(node.pools() ? pooled : activated, node.mapSize());
    }
  }

  private int averages(int batch) {
    return start != null
            && node.join() == NetworkPlan.Join.AVERAGE
            && Skip.shrinks(start.node.shape(), node.shape())
        ? batch * start.node.shape().inputSize() / 4
        : 0;
  }

  NetworkPlan.Node node() {
    return node;
  }

  QuantizedConv conv() {
    return conv;
  }

  /** Returns the input of the next layer, once {@link #finish} has been there. */
  MapReader map() {
    return map;
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

  /** Convolves a shard of the input, and brings what the skip connection needs to its end. */
  void convolve(Scratch memory, int shard, int from, int count, MapReader input) {
    if (end != null && end.averages.length > 0) {
      ConvShape shape = node.shape();
      float[] block = memory.row(Math.max(Scratch.BLOCK, 2 * shape.inWidth()));
      for (int i = from; i < from + count; i++) {
        Skip.average(input, i, shape, block, end.averages, i * shape.inputSize() / 4);
      }
    }
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

  /** Computes the map of a shard from its convolution, if it is kept. */
  void finish(Scratch memory, int from, int count) {
    if (activated == null) {
      return;
    }
    int size = node.shape().outputSize();
    MapReader skip = skip();
    for (int i = from; i < from + count; i++) {
      conv.norm().run(memory, i, skip, activated);
      if (node.pools()) {
        float[] row = memory.row(node.mapSize());
        Pooling.run(node, activated, i * size, row);
        System.arraycopy(row, 0, pooled, i * node.mapSize(), node.mapSize());
      }
    }
  }

  /** Returns what is to be added to the output. */
  private @Nullable MapReader skip() {
    if (start == null || source == null) {
      return null;
    }
    if (node.join() == NetworkPlan.Join.SAME) {
      return source;
    }
    if (start.projection != null) {
      return start.projection.norm()::readLinear;
    }
    boolean smaller = averages.length > 0;
    int size = start.node.shape().inputSize() / (smaller ? 4 : 1);
    MapReader values = smaller ? MapReader.of(averages, size) : source;
    // Channels beyond the source's have nothing to add.
    return (sample, first, into, count) -> {
      int n = Math.max(0, Math.min(count, size - first));
      if (n > 0) {
        values.read(sample, first, into, n);
      }
      Arrays.fill(into, n, count, 0f);
    };
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
    int size = node.shape().outputSize();
    int at = sample * size;
    if (node.pools() && activated != null) {
      Pooling.backward(node, mapGradient, sample * node.mapSize(), activated, conv.gradient, at);
      conv.gateAndSum(memory, shard, sample, MapReader.of(activated, size));
    } else {
      conv.gateAndSum(memory, shard, sample, map);
    }
    passOn(memory, shard, at);
  }

  /**
   * Does the same with a block of it, the blocks of a sample in order.
   *
   * @param values the same elements of the map
   */
  void gate(
      Scratch memory, int shard, int sample, int first, float[] block, float[] values, int count) {
    int size = node.mapSize();
    if (!node.pools()) {
      conv.gateAndSum(memory, shard, sample, first, block, values, count);
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
      Scratch memory, int shard, int from, int count, MapReader input, GradientReceiver receiver) {
    if (projection != null) {
      int size = projection.shape().inputSize();
      projection.backward(
          memory,
          shard,
          from,
          count,
          input,
          (sample, first, block, values, n) ->
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
