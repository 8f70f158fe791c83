package org.arbit.experiments.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.Accuracy;

/** Measures a super-network at allocations that are the same for every sample. */
public final class NetworkSurvey {

  private final SuperNetwork network;
  private final Dataset data;
  private final Consumer<Measured> listener;

  /**
   * Creates a survey.
   *
   * @param data labelled images
   * @param listener is told of each allocation that has been measured
   * @throws InvalidInputException if the images have another shape than the network takes, or more
   *     classes than it tells apart
   */
  public NetworkSurvey(SuperNetwork network, Dataset data, Consumer<Measured> listener) {
    String wanted =
        network.spec().channels() + "x" + network.spec().height() + "x" + network.spec().width();
    if (!data.shape().toString().equals(wanted)) {
      throw new InvalidInputException(
          "The images of "
              + data.name()
              + " are "
              + data.shape()
              + ", but the network "
              + network.spec().name()
              + " takes "
              + wanted
              + ". Maybe give the data that it was trained on?");
    }
    if (data.classes() > network.spec().classes()) {
      throw new InvalidInputException(
          "The data set "
              + data.name()
              + " has "
              + data.classes()
              + " classes, but the network "
              + network.spec().name()
              + " tells only "
              + network.spec().classes()
              + " apart.");
    }
    this.network = network;
    this.data = data;
    this.listener = listener;
  }

  /**
   * What was measured.
   *
   * @param name of the allocation, or of the layer that differs
   * @param allocation of all samples
   * @param accuracy share of right answers
   * @param networkBitOps for one sample, fixed layers included
   */
  public record Measured(String name, Allocation allocation, double accuracy, long networkBitOps) {}

  /** Measures an allocation. */
  public Measured at(String name, Allocation allocation) {
    Measured measured =
        new Measured(
            name,
            allocation,
            Accuracy.of(network, allocation, data),
            BitOps.ofNetwork(network.spec(), allocation));
    listener.accept(measured);
    return measured;
  }

  /** Measures every uniform allocation, in ascending order. */
  public List<Measured> uniform() {
    int layers = network.spec().layers();
    return IntStream.of(network.bitWidths().toArray())
        .mapToObj(bits -> at("uniform-" + bits, Allocation.uniform(layers, bits)))
        .toList();
  }

  /** Measures allocations whose every layer is drawn on its own, all candidates alike. */
  public List<Measured> random(int count, long seed) {
    Random random = new Random(seed);
    BitWidths candidates = network.bitWidths();
    List<Measured> measured = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      int[] weights = draw(random, candidates);
      int[] activations = network.separate() ? draw(random, candidates) : weights;
      measured.add(at("random-" + i, Allocation.separate(weights, activations)));
    }
    return measured;
  }

  private int[] draw(Random random, BitWidths candidates) {
    int[] bits = new int[network.spec().layers()];
    for (int l = 0; l < bits.length; l++) {
      bits[l] = candidates.at(random.nextInt(candidates.size()));
    }
    return bits;
  }

  /**
   * Measures what one layer alone does: {@code base} with the weights and activations of one layer
   * at another bit-width.
   *
   * @return for every layer, and every candidate in ascending order
   */
  public List<List<Measured>> sensitivity(Measured base) {
    List<List<Measured>> layers = new ArrayList<>();
    for (int l = 0; l < network.spec().layers(); l++) {
      List<Measured> row = new ArrayList<>();
      for (int bits : network.bitWidths().toArray()) {
        Allocation changed = with(base.allocation(), l, bits);
        row.add(
            changed.equals(base.allocation()) ? base : at(network.spec().layer(l).name(), changed));
      }
      layers.add(row);
    }
    return layers;
  }

  private static Allocation with(Allocation base, int layer, int bits) {
    int[] weights = IntStream.range(0, base.layers()).map(base::weightBits).toArray();
    int[] activations = IntStream.range(0, base.layers()).map(base::activationBits).toArray();
    weights[layer] = bits;
    activations[layer] = bits;
    return Allocation.separate(weights, activations);
  }
}
