package org.arbit.agents.dqn;

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

  /** A step that waits for its span to fill. */
  private static final class Slot {
    float[] observations = {};
    float[] behaviours = {};
    int action;
    double reward;
    double weight;
  }

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
    java.util.Arrays.fill(counts, 0);
  }

  /** Adds one step of every environment and hands complete transitions to the buffer. */
  void add(
      float[] observations,
      float[] behaviours,
      int[] actions,
      double[] rewards,
      double[] weights,
      VectorStep step,
      ReplayBuffer buffer,
      Sampler sampler) {
    boolean[] all = new boolean[choices];
    java.util.Arrays.fill(all, true);
    for (int i = 0; i < actions.length; i++) {
      Slot slot = rings[i][(heads[i] + counts[i]) % span];
      slot.observations = observations;
      slot.behaviours = behaviours;
      slot.action = actions[i];
      slot.reward = rewards[i];
      slot.weight = weights[i];
      counts[i]++;
      if (step.done(i)) {
        while (counts[i] > 0) {
          flush(i, step, buffer, sampler, all);
        }
      } else if (counts[i] == span) {
        flush(i, step, buffer, sampler, all);
      }
    }
  }

  /** Makes a transition of the oldest waiting step of environment {@code i}. */
  private void flush(
      int i, VectorStep step, ReplayBuffer buffer, Sampler sampler, boolean[] allValid) {
    double reward = 0;
    double factor = 1;
    for (int k = 0; k < counts[i]; k++) {
      reward += factor * rings[i][(heads[i] + k) % span].reward;
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
    sampler.added(
        buffer.add(
            first.observations,
            first.behaviours,
            i,
            first.action,
            reward,
            bootstrap,
            first.weight,
            next,
            nextMasks,
            i));
    heads[i] = (heads[i] + 1) % span;
    counts[i]--;
  }
}
