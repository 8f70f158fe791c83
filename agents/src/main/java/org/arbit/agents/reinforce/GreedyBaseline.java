package org.arbit.agents.reinforce;

import org.apache.commons.math3.distribution.TDistribution;
import org.arbit.agents.AgentState;
import org.arbit.agents.Episodes;
import org.arbit.agents.NetworkState;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.TrainableNetwork;

/**
 * The greedy-rollout baseline. Environments come in pairs on the same sample: the first explores,
 * the second follows a frozen copy of the policy by its best actions. After every so many updates a
 * challenge is run, in which the first follows the present policy by its best actions; the copy is
 * replaced if a one-sided paired t-test says at the 5 % level that the present policy is better.
 */
final class GreedyBaseline {

  private static final double LEVEL = 0.05;

  private final TrainableNetwork frozen;
  private final int every;
  private int sinceChallenge;
  private long replaced;

  /**
   * Creates a baseline.
   *
   * @param frozen of the actor's shape, owned from now on
   * @param every updates between two challenges
   */
  GreedyBaseline(TrainableNetwork frozen, int every) {
    this.frozen = frozen;
    this.every = every;
  }

  /** Takes over the actor, without a test. */
  void replace(TrainableNetwork actor) {
    frozen.copyFrom(actor);
  }

  /** Overwrites the actions of the second of each pair, and in a challenge those of the first. */
  void replaceActions(
      TrainableNetwork actor, float[] observations, boolean[] masks, int choices, int[] actions) {
    overwrite(frozen, observations, masks, choices, actions, 1);
    if (challenging()) {
      overwrite(actor, observations, masks, choices, actions, 0);
    }
  }

  private static void overwrite(
      TrainableNetwork network,
      float[] observations,
      boolean[] masks,
      int choices,
      int[] actions,
      int first) {
    float[] scores = network.forward(observations, actions.length);
    for (int i = first; i < actions.length; i += 2) {
      actions[i] = MaskedCategorical.best(scores, masks, i, choices);
    }
  }

  /** Whether the episodes under way are a challenge, from which the actor does not learn. */
  boolean challenging() {
    return sinceChallenge >= every;
  }

  /** Decides a challenge. */
  void decide(Episodes challenge, TrainableNetwork actor) {
    sinceChallenge = 0;
    double[] returns = challenge.returns(1)[0];
    double[] differences = new double[returns.length / 2];
    for (int pair = 0; pair < differences.length; pair++) {
      differences[pair] = returns[2 * pair] - returns[2 * pair + 1];
    }
    if (significantlyPositive(differences)) {
      replace(actor);
      replaced++;
    }
  }

  /** Whether the mean is above 0 by a one-sided t-test. */
  static boolean significantlyPositive(double[] differences) {
    int n = differences.length;
    double mean = 0;
    for (double d : differences) {
      mean += d / n;
    }
    double square = 0;
    for (double d : differences) {
      square += (d - mean) * (d - mean);
    }
    if (n < 2 || mean <= 0) {
      return false;
    }
    double error = Math.sqrt(square / (n - 1) / n);
    return error == 0 || 1 - new TDistribution(n - 1.0).cumulativeProbability(mean / error) < LEVEL;
  }

  /** Counts an update towards the next challenge. */
  void afterUpdate() {
    sinceChallenge++;
  }

  /** Returns how often the copy has been replaced after a challenge. */
  long replaced() {
    return replaced;
  }

  /** Replaces returns by those less the second's of the pair, in place; NaN for the second. */
  static void subtract(double[] returns, boolean[] kept) {
    for (int i = 0; i < returns.length; i += 2) {
      returns[i] = kept[i] ? returns[i] - returns[i + 1] : Double.NaN;
      returns[i + 1] = Double.NaN;
    }
  }

  AgentState state() {
    return new AgentState()
        .putAll("frozen", NetworkState.of(frozen))
        .put("counters", sinceChallenge, replaced);
  }

  void restore(AgentState state) {
    NetworkState.restore(frozen, state.part("frozen"));
    long[] counters = state.longs("counters");
    sinceChallenge = Math.toIntExact(counters[0]);
    replaced = counters[1];
  }
}
