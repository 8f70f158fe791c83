package org.arbit.env.allocation;

import java.util.Optional;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.cost.CostModel;

/**
 * Exact BitOps per layer and action, and the least that the rest of the network can cost. The last
 * fixed layer is the classifier; a sample that leaves early pays the head in its place.
 */
final class CostTable {

  private final long[][] bitOps;
  private final double[][] shares;
  private final long[] least;
  private final long stem;
  private final long classifier;
  private final long max;

  /**
   * Works out all costs.
   *
   * @param looksAtHeads whether every sample that comes to a head pays for it, not only those that
   *     leave there
   */
  CostTable(ActionCoding coding, NetworkSpec network, CostModel model, boolean looksAtHeads) {
    int layers = network.layers();
    int top = coding.bitWidths().max();
    classifier = BitOps.ofClassifier(network);
    stem = BitOps.ofFixed(network) - classifier;
    long sum = BitOps.ofFixed(network);
    double modelMax = model.fixed(network);
    for (int l = 0; l < layers; l++) {
      sum = Math.addExact(sum, BitOps.ofLayer(network, l, top, top));
      modelMax += model.layer(network, l, top, top);
    }
    max = sum;
    if (!(modelMax > 0)) {
      throw new IllegalArgumentException(
          "The network "
              + network.name()
              + " costs "
              + modelMax
              + " "
              + model.unit()
              + " at its greatest bit-widths; a share of that needs more than 0.");
    }
    bitOps = new long[layers][coding.actions()];
    shares = new double[layers][coding.actions()];
    least = new long[layers + 1];
    least[layers] = classifier;
    for (int l = layers - 1; l >= 0; l--) {
      least[l] = Long.MAX_VALUE;
      Optional<ExitSpec> passed = looksAtHeads ? network.exitBefore(l) : Optional.empty();
      long look = passed.map(BitOps::ofExit).orElse(0L);
      double lookShare = passed.map(exit -> model.head(network, exit)).orElse(0.0);
      for (int a = 0; a < coding.bitActions(); a++) {
        int w = coding.weightBits(a);
        int x = coding.activationBits(a);
        bitOps[l][a] = Math.addExact(look, BitOps.ofLayer(network, l, w, x));
        shares[l][a] = (lookShare + model.layer(network, l, w, x)) / modelMax;
        least[l] = Math.min(least[l], Math.addExact(bitOps[l][a], least[l + 1]));
      }
      if (coding.hasExit() && network.exitBefore(l).isPresent()) {
        ExitSpec exit = network.exitBefore(l).get();
        long head = BitOps.ofExit(exit);
        bitOps[l][coding.exitAction()] = head;
        shares[l][coding.exitAction()] = model.exit(network, exit) / modelMax;
        least[l] = Math.min(least[l], head);
      }
    }
  }

  /** Returns the BitOps of an action at a layer; those of the head for an exit. */
  long bitOps(int layer, int action) {
    return bitOps[layer][action];
  }

  /** Returns the cost of an action at a layer as a share of the network at its greatest bits. */
  double share(int layer, int action) {
    return shares[layer][action];
  }

  /** Returns the least BitOps from {@code layer} to the end, the classifier or head included. */
  long leastFrom(int layer) {
    return least[layer];
  }

  /** Returns the BitOps of the fixed layers before the first searchable one. */
  long stem() {
    return stem;
  }

  long classifier() {
    return classifier;
  }

  /** Returns the BitOps of the network at its greatest bits, fixed layers included. */
  long max() {
    return max;
  }

  /** Returns the least BitOps that any sample can cost. */
  long leastTotal() {
    return Math.addExact(stem, least[0]);
  }
}
