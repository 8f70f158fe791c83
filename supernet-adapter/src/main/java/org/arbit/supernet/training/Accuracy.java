package org.arbit.supernet.training;

import java.util.Arrays;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;

/** Measures how often a frozen network is right when all samples get the same allocation. */
public final class Accuracy {

  private static final int BATCH = 256;

  private Accuracy() {}

  /** Returns the share of the data set that is classified right, in [0, 1]. */
  public static double of(SuperNetwork network, Allocation allocation, Dataset data) {
    int size = network.spec().imageSize();
    int classes = network.spec().classes();
    byte[] images = new byte[BATCH * size];
    float[] logits = new float[BATCH * classes];
    int right = 0;
    for (int from = 0; from < data.size(); from += BATCH) {
      int count = Math.min(BATCH, data.size() - from);
      for (int i = 0; i < count; i++) {
        data.image(from + i, images, i * size);
      }
      try (Walk walk = network.open(images, count)) {
        int[] weightBits = new int[count];
        int[] activationBits = new int[count];
        for (int l = 0; l < network.spec().layers(); l++) {
          Arrays.fill(weightBits, allocation.weightBits(l));
          Arrays.fill(activationBits, allocation.activationBits(l));
          walk.step(weightBits, activationBits);
        }
        walk.logits(logits);
      }
      for (int i = 0; i < count; i++) {
        right += argMax(logits, i * classes, classes) == data.label(from + i) ? 1 : 0;
      }
    }
    return (double) right / data.size();
  }

  /** Returns the index of the first largest of {@code count} values from {@code at}. */
  public static int argMax(float[] values, int at, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      if (values[at + k] > values[at + best]) {
        best = k;
      }
    }
    return best;
  }
}
