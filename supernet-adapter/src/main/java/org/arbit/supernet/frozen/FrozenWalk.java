package org.arbit.supernet.frozen;

import java.util.Arrays;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.Walk;
import org.arbit.supernet.layers.CodeEngine;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.Kernels;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Pooling;
import org.arbit.supernet.layers.Scratch;
import org.arbit.supernet.layers.Skip;
import org.arbit.supernet.quant.LsqActivations;

/**
 * A walk of the frozen engine. At each step the samples are sorted by their bit-widths and cut into
 * chunks of equal choices; a chunk is gathered and quantized row by row, convolved, and scattered
 * with batch-norm, skip connection and ReLU applied on the way.
 */
final class FrozenWalk implements Walk {

  /** Samples that are convolved together at most. */
  static final int LARGEST_CHUNK = CodeEngine.USUAL_SAMPLES;

  /** Values of a kernel's input, or output, that leave room for its copies in a core's cache. */
  private static final int CACHED_VALUES = 1 << 16;

  private static final int CHUNK_GRID = 4;
  private static final int FIELDS = FrozenNetwork.FIELDS;

  /** In place of a group: the sample has left, or leaves now. */
  private static final int LEFT = -1;

  private static final int LEAVES = -2;

  /** In place of a layer. */
  private static final int NONE = -1;

  private final FrozenNetwork network;
  private final BitWidths bits;
  private final Arena arena;
  private final int samples;
  private int layer;
  private boolean closed;

  FrozenWalk(FrozenNetwork network, Arena arena, byte[] images, int samples) {
    this.network = network;
    this.bits = network.bitWidths();
    this.arena = arena;
    this.samples = samples;
    Arrays.fill(arena.leftBefore, 0, samples, NONE);
    arena.shown = NONE;
    int largest = chunk(network.stem().shape());
    int chunks = (samples + largest - 1) / largest;
    network.workers().run(chunks, (worker, chunk) -> stem(worker, chunk * largest, images));
  }

  private void stem(int worker, int from, byte[] images) {
    FrozenLayer stem = network.stem();
    ConvShape shape = stem.shape();
    int count = Math.min(chunk(shape), samples - from);
    CodeEngine.Kernel kernel = stem.kernel(arena.kernels[worker], gridSize(count));
    float[] row = arena.scratch[worker].row(shape.inputSize());
    for (int i = 0; i < count; i++) {
      int at = (from + i) * shape.inputSize();
      for (int p = 0; p < shape.inputSize(); p++) {
        row[p] = images[at + p] & 0xff;
      }
      kernel.input().put(i * shape.inputSize(), row, 0, shape.inputSize());
    }
    kernel.forward(stem.weights(0));
    float[] into = arena.tensors[network.slots().of()[0]];
    for (int i = 0; i < count; i++) {
      Planes.getAffineRelu(
          kernel.output(),
          i * shape.outputSize(),
          stem.factorsOf(0),
          stem.summandsOf(0),
          shape.outputPlane(),
          into,
          (from + i) * shape.outputSize());
      average(0, from + i);
    }
  }

  /**
   * Averages the input of a layer for the skip connection that starts there, if that wants them.
   */
  private void average(int at, int sample) {
    NetworkPlan.Node end = network.plan().averagedFrom(at);
    if (end != null) {
      ConvShape source = network.layerAt(at).shape();
      Skip.resize(
          arena.tensors[network.slots().of()[at]],
          sample * source.inputSize(),
          source,
          end.shape(),
          arena.tensors[network.slots().shortcut()[at]],
          sample * end.shape().outputSize());
    }
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int layer() {
    return layer;
  }

  @Override
  public boolean done() {
    return layer == network.spec().layers();
  }

  @Override
  public void features(float[] into) {
    requireOpen();
    if (done()) {
      throw new IllegalStateException("The walk is done; there is no layer left to look at.");
    }
    arena.shows = true;
    if (arena.shown != layer) {
      arena.shown = layer;
      forEachSample(
          (scratch, means, n) -> {
            if (arena.leftBefore[n] < 0) {
              features(scratch, layer, n, arena.features);
            }
          });
    }
    System.arraycopy(arena.features, 0, into, 0, samples * FIELDS);
  }

  private void features(Scratch scratch, int at, int sample, float[] into) {
    SampleFeatures.write(
        network.layerAt(at),
        bits.max(),
        arena.tensors[network.slots().of()[at]],
        sample,
        scratch,
        into);
  }

  @Override
  public void step(int[] weightBits, int[] activationBits) {
    requireOpen();
    if (done()) {
      throw new IllegalStateException("The walk is done; open another one.");
    }
    int[] groupEnds = sort(weightBits, activationBits);
    leave();
    boolean showsNext = arena.shows && layer + 1 < network.spec().layers();
    int groups = groupEnds.length;
    int largest = chunk(network.layerAt(layer).shape());
    int chunks = 0;
    int[] firstChunk = new int[groups + 1];
    for (int g = 0; g < groups; g++) {
      int members = groupEnds[g] - (g == 0 ? 0 : groupEnds[g - 1]);
      chunks += (members + largest - 1) / largest;
      firstChunk[g + 1] = chunks;
    }
    network
        .workers()
        .run(
            chunks,
            (worker, chunk) -> {
              int group = 0;
              while (firstChunk[group + 1] <= chunk) {
                group++;
              }
              int from =
                  (group == 0 ? 0 : groupEnds[group - 1]) + (chunk - firstChunk[group]) * largest;
              int count = Math.min(largest, groupEnds[group] - from);
              convolve(worker, group, from, count);
              for (int i = from; showsNext && i < from + count; i++) {
                features(arena.scratch[worker], layer + 1, arena.order[i], arena.features);
              }
            });
    layer++;
    arena.shown = showsNext ? layer : NONE;
    if (done()) {
      classify();
    }
  }

  /**
   * Sorts the samples by their pair of bit-widths into {@code arena.order}.
   *
   * @return the end of each group in that order; empty groups included
   */
  private int[] sort(int[] weightBits, int[] activationBits) {
    if (weightBits.length < samples || activationBits.length < samples) {
      throw new IllegalArgumentException(
          "A step needs a bit-width for each of "
              + samples
              + " samples, but there are "
              + Math.min(weightBits.length, activationBits.length)
              + ".");
    }
    int[] ends = new int[bits.size() * bits.size()];
    for (int n = 0; n < samples; n++) {
      if (arena.leftBefore[n] >= 0 || weightBits[n] == EXIT) {
        requireHead(n);
        arena.keys[n] = arena.leftBefore[n] >= 0 ? LEFT : LEAVES;
        continue;
      }
      if (weightBits[n] != activationBits[n] && !network.separate()) {
        throw new IllegalArgumentException(
            "Sample "
                + n
                + " asks for "
                + weightBits[n]
                + " weight and "
                + activationBits[n]
                + " activation bits, but this network shares them.");
      }
      int key = bits.indexOf(weightBits[n]) * bits.size() + bits.indexOf(activationBits[n]);
      arena.keys[n] = key;
      ends[key]++;
    }
    for (int g = 1; g < ends.length; g++) {
      ends[g] += ends[g - 1];
    }
    int[] next = new int[ends.length];
    System.arraycopy(ends, 0, next, 1, ends.length - 1);
    for (int n = 0; n < samples; n++) {
      if (arena.keys[n] >= 0) {
        arena.order[next[arena.keys[n]]++] = n;
      }
    }
    return ends;
  }

  private void requireHead(int sample) {
    if (arena.leftBefore[sample] < 0 && network.headBefore(layer) == null) {
      throw new IllegalArgumentException(
          "Sample "
              + sample
              + " asks to leave before layer "
              + layer
              + ", where the network has no head; there are heads before the layers "
              + network.plan().heads().stream().map(NetworkPlan.Head::beforeLayer).toList()
              + ".");
    }
  }

  /** Gives the samples that leave now their logits, and keeps their features. */
  private void leave() {
    FrozenClassifier head = network.headBefore(layer);
    if (head == null) {
      return;
    }
    forEachSample(
        (scratch, means, n) -> {
          if (arena.keys[n] == LEAVES) {
            classify(head, scratch, means, n, arena.logits);
            if (arena.shown != layer) {
              features(scratch, layer, n, arena.features);
            }
            arena.leftBefore[n] = layer;
          }
        });
  }

  @Override
  public void exitLogits(float[] into) {
    requireOpen();
    FrozenClassifier head = done() ? null : network.headBefore(layer);
    if (head == null) {
      throw new IllegalStateException("There is no head before layer " + layer + ".");
    }
    int classes = network.spec().classes();
    forEachSample(
        (scratch, means, n) -> {
          if (arena.leftBefore[n] < 0) {
            classify(head, scratch, means, n, into);
          } else {
            System.arraycopy(arena.logits, n * classes, into, n * classes, classes);
          }
        });
  }

  private void classify(
      FrozenClassifier classifier, Scratch scratch, int[] means, int sample, float[] into) {
    int size = classifier.grid().size();
    float[] row = scratch.row(size);
    classifier.grid().gather(arena.tensors[network.slots().of()[layer]], sample * size, row);
    classifier.logits(row, means, into, sample * network.spec().classes());
  }

  private void convolve(int worker, int group, int from, int count) {
    FrozenLayer current = network.layerAt(layer);
    ConvShape shape = current.shape();
    int weightIndex = group / bits.size();
    int activationIndex = group % bits.size();
    int largest = LsqActivations.largest(bits.at(activationIndex));
    int inSize = shape.inputSize();
    Scratch scratch = arena.scratch[worker];
    Kernels kernels = arena.kernels[worker];
    CodeEngine.Kernel kernel = current.kernel(kernels, gridSize(count));
    FrozenLayer projection = network.projectionAt(layer);
    CodeEngine.Kernel beside =
        projection == null ? null : projection.kernel(kernels, gridSize(count));
    float[] row = scratch.row(Planes.BLOCK);
    float[] source = arena.tensors[network.slots().of()[layer]];
    for (int i = 0; i < count; i++) {
      Planes.putCodes(
          source,
          arena.order[from + i] * inSize,
          inSize,
          current.inverseStep(activationIndex),
          largest,
          row,
          kernel.input(),
          beside == null ? null : beside.input(),
          i * inSize);
    }
    kernel.forward(current.weights(weightIndex));
    int normRow = current.row(weightIndex, activationIndex);
    for (int i = 0; i < count; i++) {
      finish(scratch, current, normRow, kernel, i, arena.order[from + i]);
    }
    if (projection != null && beside != null) {
      beside.forward(projection.weights(weightIndex));
      project(projection, beside, normRow, from, count);
    }
  }

  private void project(
      FrozenLayer projection, CodeEngine.Kernel kernel, int normRow, int from, int count) {
    ConvShape shape = projection.shape();
    int size = shape.outputSize();
    int plane = shape.outputPlane();
    float[] into = arena.tensors[network.slots().shortcut()[layer]];
    for (int i = 0; i < count; i++) {
      Planes.getAffine(
          kernel.output(),
          i * size,
          projection.factorsOf(normRow),
          projection.summandsOf(normRow),
          plane,
          into,
          arena.order[from + i] * size);
    }
  }

  /** Takes sample {@code i} of a kernel's output to the input of the next layer. */
  private void finish(
      Scratch scratch,
      FrozenLayer current,
      int normRow,
      CodeEngine.Kernel kernel,
      int i,
      int sample) {
    NetworkPlan.Node node = network.plan().nodes().get(layer);
    int size = node.shape().outputSize();
    float[] map = arena.tensors[network.slots().of()[layer + 1]];
    if (node.pools()) {
      float[] row = scratch.row(size);
      normalize(scratch, current, normRow, kernel, i * size, sample, row, 0);
      float[] pooled = scratch.otherRow(node.mapSize());
      Pooling.run(node, row, 0, pooled);
      System.arraycopy(pooled, 0, map, sample * node.mapSize(), node.mapSize());
    } else {
      normalize(scratch, current, normRow, kernel, i * size, sample, map, sample * size);
    }
    // While it is in the cache.
    average(layer + 1, sample);
  }

  private void normalize(
      Scratch scratch,
      FrozenLayer current,
      int normRow,
      CodeEngine.Kernel kernel,
      int first,
      int sample,
      float[] into,
      int at) {
    NetworkPlan.Node node = network.plan().nodes().get(layer);
    int plane = node.shape().outputPlane();
    int size = node.shape().outputSize();
    float[] factors = current.factorsOf(normRow);
    float[] summands = current.summandsOf(normRow);
    if (node.join() == NetworkPlan.Join.NONE) {
      Planes.getAffineRelu(kernel.output(), first, factors, summands, plane, into, at);
      return;
    }
    float[] skip = skip(node);
    if (at == sample * size) {
      Planes.getAffineAddRelu(kernel.output(), first, factors, summands, plane, skip, into, at);
      return;
    }
    // The loops want one offset for all arrays, so what is added first goes where they find it.
    float[] row = scratch.otherRow(size);
    System.arraycopy(skip, sample * size, row, 0, size);
    float[] sum = scratch.thirdRow(size);
    Planes.getAffineAddRelu(kernel.output(), first, factors, summands, plane, row, sum, 0);
    System.arraycopy(sum, 0, into, at, size);
  }

  /** Returns the tensor that is added to the output of a layer, for all samples. */
  private float[] skip(NetworkPlan.Node node) {
    int[] slots =
        node.join() == NetworkPlan.Join.SAME ? network.slots().of() : network.slots().shortcut();
    return arena.tensors[slots[node.skipFrom()]];
  }

  private void classify() {
    forEachSample(
        (scratch, means, n) -> {
          if (arena.leftBefore[n] < 0) {
            classify(network.classifier(), scratch, means, n, arena.logits);
          }
        });
  }

  private void forEachSample(SampleTask task) {
    int chunks = (samples + LARGEST_CHUNK - 1) / LARGEST_CHUNK;
    network
        .workers()
        .run(
            chunks,
            (worker, chunk) -> {
              int[] means = new int[network.mostFeatures()];
              int from = chunk * LARGEST_CHUNK;
              for (int n = from; n < Math.min(from + LARGEST_CHUNK, samples); n++) {
                task.run(arena.scratch[worker], means, n);
              }
            });
  }

  /** Something done to one sample. */
  @FunctionalInterface
  private interface SampleTask {
    void run(Scratch scratch, int[] means, int sample);
  }

  @Override
  public void logits(float[] into) {
    requireOpen();
    if (!done()) {
      throw new IllegalStateException(
          "There are no logits yet: layer "
              + layer
              + " of "
              + network.spec().layers()
              + " waits for its bit-widths.");
    }
    System.arraycopy(arena.logits, 0, into, 0, samples * network.spec().classes());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      network.giveBack(arena);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The walk is closed; open another one.");
    }
  }

  /** Returns how many samples a layer convolves together at most. */
  private static int chunk(ConvShape shape) {
    int fitting = CACHED_VALUES / Math.max(shape.inputSize(), shape.outputSize());
    return Math.max(CHUNK_GRID, Math.min(fitting / CHUNK_GRID * CHUNK_GRID, LARGEST_CHUNK));
  }

  /** The next larger size for which kernels are kept; the rows beyond the count are ignored. */
  private static int gridSize(int count) {
    return count <= 2 ? count : (count + CHUNK_GRID - 1) / CHUNK_GRID * CHUNK_GRID;
  }
}
