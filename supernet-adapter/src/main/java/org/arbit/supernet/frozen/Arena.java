package org.arbit.supernet.frozen;

import java.util.Arrays;
import org.arbit.supernet.layers.Kernels;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Scratch;

/**
 * The memory of one walk. Kept by the network from walk to walk, so that stepping allocates none.
 */
final class Arena {

  final Scratch[] scratch;
  final Kernels[] kernels;
  float[][] tensors = new float[0][];
  float[] logits = new float[0];
  int[] order = new int[0];
  int[] keys = new int[0];

  /** The layer before which each sample has left; -1 if it has not. */
  int[] leftBefore = new int[0];

  /**
   * Features, {@code samples x fields}: of the layer {@link #shown}, and of samples that have left
   * the last ones.
   */
  float[] features = new float[0];

  /** The layer whose features are there; -1 for none. */
  int shown = -1;

  /**
   * Whether somebody has asked for features in this walk or one before. Then those of the next
   * layer are computed where its map is written, while it is in the cache.
   */
  boolean shows;

  private int capacity;

  Arena(int workers) {
    scratch = new Scratch[workers];
    Arrays.setAll(scratch, i -> new Scratch());
    kernels = new Kernels[workers];
    Arrays.setAll(kernels, i -> new Kernels());
  }

  void ensure(int samples, NetworkPlan plan, TensorSlots slots) {
    if (samples <= capacity) {
      return;
    }
    capacity = samples;
    tensors = new float[slots.size().length][];
    Arrays.setAll(tensors, i -> new float[samples * slots.size()[i]]);
    logits = new float[samples * plan.spec().classes()];
    order = new int[samples];
    keys = new int[samples];
    leftBefore = new int[samples];
    features = new float[samples * FrozenNetwork.FIELDS];
  }
}
