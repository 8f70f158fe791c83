package org.arbit.supernet.training;

import java.util.SortedMap;
import java.util.TreeMap;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * How often a trained network is right at every uniform bit-width: frozen where it has quantizers,
 * and at 32 bits, in floating point and with constant statistics, where it has none.
 */
public final class UniformAccuracy {

  private static final int BATCH = 128;
  private static final int SHARD = 16;

  private UniformAccuracy() {}

  /**
   * Returns the shares of right answers, in [0, 1], by bit-width.
   *
   * @throws InvalidInputException if the images have another shape than the network takes
   */
  public static SortedMap<Integer, Double> of(
      SuperNetCheckpoint checkpoint, Dataset data, Workers workers) {
    if (!data.shape().equals(checkpoint.image())) {
      throw new InvalidInputException(
          "The images of "
              + data.name()
              + " are "
              + data.shape()
              + ", but the network "
              + checkpoint.network().name()
              + " takes "
              + checkpoint.image()
              + ". Maybe give the data that it was trained on?");
    }
    SortedMap<Integer, Double> accuracies = new TreeMap<>();
    if (WeightQuantizer.Kind.named(checkpoint.quantizer()) == WeightQuantizer.Kind.NONE) {
      accuracies.put(BitOps.FP32_BITS, inFloatingPoint(checkpoint, data, workers));
      return accuracies;
    }
    FrozenNetwork network = FrozenNetwork.of(checkpoint, workers);
    for (int bits : network.bitWidths().toArray()) {
      Allocation allocation = Allocation.uniform(network.spec().layers(), bits);
      accuracies.put(bits, Accuracy.of(network, allocation, data));
    }
    return accuracies;
  }

  private static double inFloatingPoint(
      SuperNetCheckpoint checkpoint, Dataset data, Workers workers) {
    NetworkPlan plan =
        NetworkPlan.of(checkpoint.network(), checkpoint.image(), checkpoint.classes());
    int batch = Math.min(BATCH, data.size());
    TrainableNetwork network =
        new TrainableNetwork(
            plan,
            checkpoint.bitWidths(),
            checkpoint.separate(),
            WeightQuantizer.Kind.NONE,
            batch,
            SHARD,
            workers);
    network.restore(checkpoint.tensors());
    network.freezeStatistics();
    Allocation floats = Allocation.uniform(plan.spec().layers(), BitOps.FP32_BITS);
    int classes = plan.spec().classes();
    byte[] images = new byte[batch * plan.spec().imageSize()];
    int right = 0;
    for (int from = 0; from < data.size(); from += batch) {
      int count = Math.min(batch, data.size() - from);
      for (int i = 0; i < count; i++) {
        data.image(from + i, images, i * plan.spec().imageSize());
      }
      network.load(images, count);
      float[] logits = network.forward(floats);
      for (int i = 0; i < count; i++) {
        right += Accuracy.argMax(logits, i * classes, classes) == data.label(from + i) ? 1 : 0;
      }
    }
    return (double) right / data.size();
  }
}
