package org.arbit.agents.dqn;

import java.util.Arrays;
import org.arbit.agents.AgentState;
import org.arbit.env.SeededRandom;

/**
 * Chooses transitions from the replay buffer: uniformly, or in proportion to the size of their last
 * error (Schaul et al. 2016, arXiv 1511.05952, section 3.3: proportional variant, and 3.4:
 * importance weights, divided by their maximum).
 */
final class Sampler {

  private static final double LEAST_PRIORITY = 1e-6;

  private final boolean prioritised;
  private final double alpha;
  private final double beta;
  private final int capacity;
  private final SumTree tree;
  private double greatest = 1;

  Sampler(boolean prioritised, double alpha, double beta, int capacity) {
    this.prioritised = prioritised;
    this.alpha = alpha;
    this.beta = beta;
    this.capacity = capacity;
    this.tree = new SumTree(prioritised ? capacity : 1);
  }

  /**
   * Which transitions, and how much each counts.
   *
   * @param slots in the replay buffer
   * @param weights in (0, 1]
   */
  record Choice(int[] slots, double[] weights) {}

  /** A transition has come into {@code slot}; it is as urgent as the most urgent one so far. */
  void added(int slot) {
    if (prioritised) {
      tree.set(slot, greatest);
    }
  }

  /** Chooses {@code count} of the first {@code size} slots, with replacement. */
  Choice choose(int count, int size, SeededRandom random) {
    int[] slots = new int[count];
    double[] weights = new double[count];
    Arrays.fill(weights, 1);
    if (!prioritised) {
      for (int k = 0; k < count; k++) {
        slots[k] = random.nextInt(size);
      }
      return new Choice(slots, weights);
    }
    double most = 0;
    for (int k = 0; k < count; k++) {
      double prefix = (k + random.nextDouble()) / count * tree.total();
      slots[k] = Math.min(size - 1, tree.find(prefix));
      double probability = tree.get(slots[k]) / tree.total();
      weights[k] = Math.pow(size * probability, -beta);
      most = Math.max(most, weights[k]);
    }
    for (int k = 0; k < count; k++) {
      weights[k] /= most;
    }
    return new Choice(slots, weights);
  }

  /** Notes the errors of the chosen transitions. */
  void update(int[] slots, double[] errors) {
    if (!prioritised) {
      return;
    }
    for (int k = 0; k < slots.length; k++) {
      double priority = Math.pow(Math.abs(errors[k]) + LEAST_PRIORITY, alpha);
      greatest = Math.max(greatest, priority);
      tree.set(slots[k], priority);
    }
  }

  AgentState state() {
    return new AgentState()
        .put("greatest", greatest)
        .put("priorities", prioritised ? tree.weights(capacity) : new double[0]);
  }

  void restore(AgentState state) {
    greatest = state.real("greatest");
    double[] priorities = state.doubles("priorities");
    if (priorities.length != (prioritised ? capacity : 0)) {
      throw new IllegalArgumentException(
          "The saved priorities do not fit. Maybe prioritised or replayCapacity has changed?");
    }
    for (int k = 0; k < priorities.length; k++) {
      tree.set(k, priorities[k]);
    }
  }
}
