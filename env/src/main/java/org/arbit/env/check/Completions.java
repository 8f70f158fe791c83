package org.arbit.env.check;

import java.util.List;
import org.arbit.env.EnvSpec;
import org.arbit.env.allocation.ActionCoding;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;

/** All ways to end an episode, tried one by one: the brute force that masks are held against. */
final class Completions {

  private static final long TOO_MANY = 100_000;
  private static final long FIXED = (long) NetworkSpec.FIXED_BITS * NetworkSpec.FIXED_BITS;

  private final NetworkSpec network;
  private final ActionCoding coding;
  private final boolean looksAtHeads;

  /**
   * Reads how the environment was made.
   *
   * @param spec where the observation group {@code head} is asked for, every sample that comes to a
   *     head pays for it
   */
  Completions(NetworkSpec network, ActionCoding coding, EnvSpec spec) {
    this.looksAtHeads =
        spec.parameters().get("observations") instanceof List<?> groups && groups.contains("head");
    this.network = network;
    this.coding = coding;
    if (Math.pow(coding.actions(), network.layers()) > TOO_MANY) {
      throw new Rule.SkippedRule("there are too many allocations to try all");
    }
  }

  /** Returns the BitOps before the first searchable layer. */
  long stem() {
    return BitOps.ofFixed(network) - classifier();
  }

  /** Returns the BitOps of the classifier, which is the last fixed layer. */
  long classifier() {
    return network.fixed().get(network.fixed().size() - 1).macs() * FIXED;
  }

  /** Returns the BitOps of an action; those of the head for an exit. */
  long cost(int layer, int action) {
    if (action == coding.exitAction()) {
      return network.exitBefore(layer).map(BitOps::ofExit).orElse(Long.MAX_VALUE / 4);
    }
    return look(layer)
        + BitOps.ofLayer(network, layer, coding.weightBits(action), coding.activationBits(action));
  }

  private long look(int layer) {
    return looksAtHeads ? network.exitBefore(layer).map(BitOps::ofExit).orElse(0L) : 0;
  }

  /** Returns the least total after an action. */
  long leastAfter(int layer, int action, long spent) {
    long now = spent + cost(layer, action);
    return action == coding.exitAction() ? now : least(layer + 1, now);
  }

  /** Returns the least total from {@code layer} on. */
  long least(int layer, long spent) {
    if (layer == network.layers()) {
      return spent + classifier();
    }
    long least = Long.MAX_VALUE;
    for (int action = 0; action < coding.actions(); action++) {
      least = Math.min(least, leastAfter(layer, action, spent));
    }
    return least;
  }

  /** Returns the BitOps of the network at its greatest bits. */
  long most() {
    long sum = BitOps.ofFixed(network);
    int top = coding.bitWidths().max();
    for (int layer = 0; layer < network.layers(); layer++) {
      sum += look(layer) + BitOps.ofLayer(network, layer, top, top);
    }
    return sum;
  }
}
