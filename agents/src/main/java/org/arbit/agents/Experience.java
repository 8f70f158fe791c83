package org.arbit.agents;

import org.arbit.env.VectorStep;

/**
 * One vector step of n environments, as a learner sees it.
 *
 * @param observations {@code n x d}, before the actions
 * @param masks {@code n x a}, before the actions
 * @param actions n
 * @param rewards n, without the price of a soft budget
 * @param costs n: BitOps of the step as shares of the soft budget; 0 where there is none
 * @param step what the actions led to
 */
public record Experience(
    float[] observations,
    boolean[] masks,
    int[] actions,
    double[] rewards,
    double[] costs,
    VectorStep step) {

  /** Returns the rewards less {@code multiplier} times the costs. */
  public double[] priced(double multiplier) {
    double[] priced = rewards.clone();
    for (int i = 0; i < priced.length; i++) {
      priced[i] -= multiplier * costs[i];
    }
    return priced;
  }
}
