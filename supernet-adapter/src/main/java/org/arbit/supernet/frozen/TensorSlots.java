package org.arbit.supernet.frozen;

import java.util.Arrays;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.NetworkPlan;

/**
 * Which of a few buffers holds the input of each layer and what skip connections add, so that a
 * tensor is overwritten only when nobody will read it again.
 *
 * @param of slot of the input of layer l; the last entry is that of the classifier
 * @param shortcut slot of what a skip connection makes of the input of layer l, by a projection or
 *     by averages; -1 where there is none, or it adds the input as it is
 * @param size values per sample that each slot has to hold
 */
record TensorSlots(int[] of, int[] shortcut, int[] size) {

  static TensorSlots of(NetworkPlan plan) {
    int layers = plan.nodes().size();
    int[] inputUsed = new int[layers + 1];
    int[] shortcutUsed = new int[layers + 1];
    Arrays.setAll(inputUsed, l -> l);
    for (int l = 0; l < layers; l++) {
      NetworkPlan.Node node = plan.nodes().get(l);
      if (node.join() == NetworkPlan.Join.SAME) {
        inputUsed[node.skipFrom()] = l;
      } else if (node.join() != NetworkPlan.Join.NONE) {
        shortcutUsed[node.skipFrom()] = l;
      }
    }
    Allocator allocator = new Allocator(2 * layers + 2);
    int[] of = new int[layers + 1];
    int[] shortcut = new int[layers + 1];
    Arrays.fill(shortcut, -1);
    for (int l = 0; l <= layers; l++) {
      // What runs before layer l writes its input, and the averages of that.
      int size = l == 0 ? plan.stem().outputSize() : plan.nodes().get(l - 1).mapSize();
      of[l] = allocator.take(size, l - 1, inputUsed[l]);
      NetworkPlan.Node averaged = plan.averagedFrom(l);
      if (averaged != null) {
        shortcut[l] = allocator.take(averaged.shape().outputSize(), l - 1, shortcutUsed[l]);
      }
      ConvShape projection = l < layers ? plan.nodes().get(l).projection() : null;
      if (projection != null) {
        shortcut[l] = allocator.take(projection.outputSize(), l, shortcutUsed[l]);
      }
    }
    return new TensorSlots(of, shortcut, allocator.sizes());
  }

  /** Hands out slots. */
  private static final class Allocator {

    private final int[] busyUntil;
    private final int[] size;
    private int used;

    Allocator(int most) {
      busyUntil = new int[most];
      size = new int[most];
    }

    /** Returns a slot that is free when layer {@code at} runs, and keeps it to {@code until}. */
    int take(int values, int at, int until) {
      int slot = 0;
      while (slot < used && busyUntil[slot] >= at) {
        slot++;
      }
      used = Math.max(used, slot + 1);
      busyUntil[slot] = until;
      size[slot] = Math.max(size[slot], values);
      return slot;
    }

    int[] sizes() {
      return Arrays.copyOf(size, used);
    }
  }
}
