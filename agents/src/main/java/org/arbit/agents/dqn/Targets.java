package org.arbit.agents.dqn;

import org.arbit.agents.ReplayBuffer;
import org.arbit.agents.nn.MaskedCategorical;

/** What the values of transitions should be. */
final class Targets {

  private Targets() {}

  /**
   * Returns {@code r - m c + bootstrap Q(s', a')} for each of n transitions, with a' the valid
   * action of s' that {@code chooser} scores best.
   *
   * @param chooser {@code n x a}: with double Q-learning scores of the learning network (van
   *     Hasselt et al. 2016, arXiv 1509.06461, equation 4), otherwise {@code values}
   * @param values Q of the target network, {@code n x a}
   * @param multiplier m, the price of a soft budget
   */
  static double[] of(ReplayBuffer.Batch batch, float[] chooser, float[] values, double multiplier) {
    int n = batch.size();
    int a = values.length / n;
    double[] targets = new double[n];
    for (int k = 0; k < n; k++) {
      targets[k] = batch.rewards()[k] - multiplier * batch.costs()[k];
      if (batch.bootstraps()[k] != 0) {
        int best = MaskedCategorical.best(chooser, batch.nextMasks(), k, a);
        targets[k] += batch.bootstraps()[k] * values[k * a + best];
      }
    }
    return targets;
  }
}
