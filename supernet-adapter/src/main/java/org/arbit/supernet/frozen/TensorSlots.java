package org.arbit.supernet.frozen;

import java.util.Arrays;
import org.arbit.supernet.layers.NetworkPlan;

/**
 * Which of a few buffers holds the input of each layer, so that a tensor is overwritten only when
 * neither its layer nor a skip connection will read it again.
 *
 * @param of slot of the input of layer l; the last entry is that of the classifier
 * @param size values per sample that each slot has to hold
 */
record TensorSlots(int[] of, int[] size) {

  static TensorSlots of(NetworkPlan plan) {
    int layers = plan.nodes().size();
    int[] lastUse = new int[layers + 1];
    for (int l = 0; l < layers; l++) {
      lastUse[l] = Math.max(lastUse[l], l);
      int source = plan.nodes().get(l).skipFrom();
      if (source >= 0) {
        lastUse[source] = Math.max(lastUse[source], l);
      }
    }
    int[] slot = new int[layers + 1];
    int[] sizes = new int[layers + 1];
    int used = 1;
    sizes[0] = plan.stem().outputSize();
    for (int l = 0; l < layers; l++) {
      boolean[] taken = new boolean[layers + 1];
      for (int earlier = 0; earlier <= l; earlier++) {
        if (lastUse[earlier] >= l) {
          taken[slot[earlier]] = true;
        }
      }
      int free = 0;
      while (taken[free]) {
        free++;
      }
      slot[l + 1] = free;
      used = Math.max(used, free + 1);
      sizes[free] = Math.max(sizes[free], plan.nodes().get(l).shape().outputSize());
    }
    return new TensorSlots(slot, Arrays.copyOf(sizes, used));
  }
}
