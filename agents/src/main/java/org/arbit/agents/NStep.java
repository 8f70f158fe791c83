package org.arbit.agents;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.arbit.env.VectorStep;

/**
 * Turns single steps of n environments into transitions of up to k steps (Sutton 1988; Hessel et
 * al. 2018, arXiv 1710.02298, section "Multi-step learning"). At the end of an episode the steps
 * that are waiting become shorter transitions; none reaches over the end.
 */
final class NStep {

  private final int span;
  private final double discount;
  private final int choices;
  private final Slot[][] rings;
  private final int[] heads;
  private final int[] counts;

  /**
   * One step of n environments.
   *
   * @param observations {@code n x d}
   * @param behaviours {@code n x a}: with what probability each action was taken
   * @param actions n
   * @param rewards n
   * @param costs n: shares of a soft budget
   * @param weights n: how much each counts
   */
  record Moment(
      float[] observations,
      float[] behaviours,
      int[] actions,
      double[] rewards,
      double[] costs,
      double[] weights) {}

  /** A step that waits for its span to fill. */
  private static final class Slot {
    float[] observations = {};
    float[] behaviours = {};
    int action;
    double reward;
    double cost;
    double weight;

    void set(Moment moment, int lane) {
      observations = moment.observations;
      behaviours = moment.behaviours;
      action = moment.actions[lane];
      reward = moment.rewards[lane];
      cost = moment.costs[lane];
      weight = moment.weights[lane];
    }
  }

  /**
   * Creates a memory for n environments in which nothing waits.
   *
   * @param lanes n
   * @param span k, at least 1
   * @param discount gamma
   * @param choices actions to choose from
   */
  NStep(int lanes, int span, double discount, int choices) {
    this.span = span;
    this.discount = discount;
    this.choices = choices;
    rings = new Slot[lanes][span];
    heads = new int[lanes];
    counts = new int[lanes];
    for (Slot[] ring : rings) {
      for (int k = 0; k < span; k++) {
        ring[k] = new Slot();
      }
    }
  }

  /** Forgets the steps that are waiting. */
  void clear() {
    Arrays.fill(counts, 0);
  }

  /**
   * Adds one step of every environment and hands complete transitions to the buffer.
   *
   * @param added is told the slot of each
   */
  void add(Moment moment, VectorStep step, ReplayBuffer buffer, IntConsumer added) {
    boolean[] all = new boolean[choices];
    Arrays.fill(all, true);
    for (int i = 0; i < rings.length; i++) {
      rings[i][(heads[i] + counts[i]) % span].set(moment, i);
      counts[i]++;
      if (step.done(i)) {
        while (counts[i] > 0) {
          flush(i, step, buffer, added, all);
        }
      } else if (counts[i] == span) {
        flush(i, step, buffer, added, all);
      }
    }
  }

  /** Makes a transition of the oldest waiting step of environment {@code i}. */
  private void flush(
      int i, VectorStep step, ReplayBuffer buffer, IntConsumer added, boolean[] allValid) {
    double reward = 0;
    double cost = 0;
    double factor = 1;
    for (int k = 0; k < counts[i]; k++) {
      Slot slot = rings[i][(heads[i] + k) % span];
      reward += factor * slot.reward;
      cost += factor * slot.cost;
      factor *= discount;
    }
    Slot first = rings[i][heads[i]];
    boolean ended = step.done(i);
    float[] finals = step.finalObservations();
    float[] next = ended && finals != null ? finals : step.observations();
    boolean[] nextMasks = step.masks();
    double bootstrap = step.terminated()[i] ? 0 : factor;
    if (ended) {
      // The masks belong to the next episode; what was valid at a cut-off end is not told.
      nextMasks = new boolean[step.masks().length];
      System.arraycopy(allValid, 0, nextMasks, i * choices, choices);
    }
    ReplayBuffer.Start start =
        new ReplayBuffer.Start(
            first.observations, first.behaviours, first.action, reward, cost, first.weight);
    added.accept(buffer.add(start, bootstrap, next, nextMasks, i));
    heads[i] = (heads[i] + 1) % span;
    counts[i]--;
  }
}
