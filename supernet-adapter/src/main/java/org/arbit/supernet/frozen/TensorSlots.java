package org.arbit.supernet.frozen;

import java.util.Arrays;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.NetworkPlan;

/**
 * Which of a few buffers holds the input of each layer and the output of each projection, so that a
 * tensor is overwritten only when nobody will read it again.
 *
 * @param of slot of the input of layer l; the last entry is that of the classifier
 * @param projection slot of the output of the projection that reads the input of layer l; -1 for
 *     none
 * @param size values per sample that each slot has to hold
 */
record TensorSlots(int[] of, int[] projection, int[] size) {

  static TensorSlots of(NetworkPlan plan) {
    int layers = plan.nodes().size();
    int[] inputUsed = new int[layers + 1];
    int[] projectionUsed = new int[layers];
    Arrays.setAll(inputUsed, l -> l);
    Arrays.fill(projectionUsed, -1);
    for (int l = 0; l < layers; l++) {
      NetworkPlan.Node node = plan.nodes().get(l);
      if (node.join() == NetworkPlan.Join.PROJECTION) {
        projectionUsed[node.skipFrom()] = l;
      } else if (node.skipFrom() >= 0) {
        inputUsed[node.skipFrom()] = l;
      }
    }
    Allocator allocator = new Allocator(2 * layers + 1);
    int[] of = new int[layers + 1];
    int[] projection = new int[layers];
    Arrays.fill(projection, -1);
    of[0] = allocator.take(plan.stem().outputSize(), -1, inputUsed[0]);
    for (int l = 0; l < layers; l++) {
      NetworkPlan.Node node = plan.nodes().get(l);
      ConvShape beside = node.projection();
      if (beside != null) {
        projection[l] = allocator.take(beside.outputSize(), l, projectionUsed[l]);
      }
      of[l + 1] = allocator.take(node.mapSize(), l, inputUsed[l + 1]);
    }
    return new TensorSlots(of, projection, allocator.sizes());
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
