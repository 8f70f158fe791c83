package org.arbit.supernet.layers;

import org.arbit.supernet.quant.Arrays32;

/**
 * The stem in training. It has no choice of bits, so that its output is the same for all passes of
 * a step; it is convolved once, and gradients from all passes go through it once.
 */
final class TrainableStem {

  /** The value of every unsigned byte, 0..1; a division takes longer than to look it up. */
  private static final float[] VALUES = new float[256];

  static {
    for (int i = 0; i < VALUES.length; i++) {
      VALUES[i] = i / 255f;
    }
  }

  private final QuantizedConv conv;
  private final int bits;
  private final int imageSize;
  private final int size;

  /** The images, {@code batch x imageSize}. */
  private final float[] image;

  /** Backward passes since {@link #start}. */
  private int passes;

  /** Backward passes of the step before. */
  private int passesBefore;

  /** Whether gradients were taken through the ReLU and summed as they came. */
  private boolean gated;

  /**
   * Makes a stem.
   *
   * @param bits of its weights
   */
  TrainableStem(NetworkPlan plan, WeightQuantizer.Kind kind, int bits, int batch, int shards) {
    this.bits = bits;
    imageSize = plan.stem().inputSize();
    size = plan.stem().outputSize();
    image = new float[batch * imageSize];
    conv =
        new QuantizedConv(
            "stem",
            plan.stem(),
            kind,
            new int[] {bits},
            new int[] {QuantizedConv.FLOAT},
            false,
            new float[batch * size],
            shards);
  }

  QuantizedConv conv() {
    return conv;
  }

  /** Starts a step. */
  void start(int shards) {
    conv.prepare(bits, QuantizedConv.FLOAT, shards);
    passesBefore = passes;
    passes = 0;
    gated = false;
  }

  /** Takes a shard of the images, unsigned bytes, and convolves it. */
  void convolve(Scratch memory, int shard, int from, int count, byte[] images) {
    for (int i = from * imageSize; i < (from + count) * imageSize; i++) {
      image[i] = VALUES[images[i] & 0xff];
    }
    conv.convolve(memory, shard, from, count, images());
  }

  private MapReader images() {
    return MapReader.of(image, imageSize);
  }

  /** Returns the output after ReLU. */
  MapReader map() {
    return conv.norm();
  }

  /**
   * Starts a backward pass. Where the step before had one, this will be the last, too, and
   * gradients are taken through the ReLU and summed while they are in the cache; should another one
   * follow, it is done again.
   */
  void startPass() {
    gated = passes == 0 && passesBefore == 1;
  }

  /** Starts the sums of a shard. */
  void startSums(Scratch memory, int shard) {
    if (gated) {
      conv.startSums(memory, shard);
    }
  }

  /** Adds to a block of the gradient of a sample's map what came to it in earlier passes. */
  void addEarlier(Scratch memory, int sample, int first, float[] block, int count) {
    if (passes > 0) {
      float[] other = memory.otherRow(count);
      System.arraycopy(conv.gradient, sample * size + first, other, 0, count);
      Arrays32.add(block, other, 0, count);
    }
  }

  /**
   * Takes a block of the gradient of a sample's map, the blocks of a sample in order.
   *
   * @param map the same elements of the map
   */
  void take(
      Scratch memory, int shard, int sample, int first, float[] block, float[] map, int count) {
    if (gated) {
      conv.gateAndSum(memory, shard, sample, first, block, map, count);
    } else {
      System.arraycopy(block, 0, conv.gradient, sample * size + first, count);
    }
  }

  /** Ends the sums of a shard. */
  void endSums(Scratch memory, int shard) {
    if (gated) {
      conv.endSums(memory, shard);
    }
  }

  /** Ends a backward pass. */
  void endPass() {
    passes++;
  }

  /** Returns whether there were backward passes. */
  boolean learns() {
    return passes > 0;
  }

  /** Returns whether the gradients went through the ReLU, and were summed, as they came. */
  boolean gated() {
    return gated;
  }

  /** Takes a shard's gradients through the ReLU, and sums them, if they have not been. */
  void gate(Scratch memory, int shard, int from, int count) {
    conv.startSums(memory, shard);
    for (int i = from; i < from + count; i++) {
      conv.gateAndSum(memory, shard, i, map());
    }
    conv.endSums(memory, shard);
  }

  /** Runs a shard backwards to the weights. */
  void backward(Scratch memory, int shard, int from, int count) {
    conv.backward(memory, shard, from, count, images(), GradientReceiver.NONE);
  }
}
