package org.arbit.agents;

import java.util.Arrays;
import org.arbit.env.VectorStep;

/**
 * Lessens the last reward of an episode by the mean return of the other environments of its group,
 * where all of the group end in the same step. That shifts all values of a sample alike, whatever
 * is done, so the best actions are the same; but it removes what makes a sample easy or hard.
 */
public final class GroupBaseline {

  private final int group;
  private final double[] returns;

  /** Creates a baseline for neighbouring groups of {@code group}; 1 changes nothing. */
  public GroupBaseline(int lanes, int group) {
    if (lanes % group != 0) {
      throw new IllegalArgumentException(
          lanes
              + " environments cannot be divided into groups of "
              + group
              + ". Maybe change rollouts?");
    }
    this.group = group;
    this.returns = new double[lanes];
  }

  /** Forgets the episodes under way. */
  public void clear() {
    Arrays.fill(returns, 0);
  }

  /**
   * Returns the rewards to learn from.
   *
   * @param given one per environment
   */
  public double[] apply(double[] given, VectorStep step) {
    double[] rewards = given.clone();
    if (group == 1) {
      return rewards;
    }
    for (int start = 0; start < rewards.length; start += group) {
      double sum = 0;
      boolean all = true;
      for (int i = start; i < start + group; i++) {
        returns[i] += given[i];
        sum += returns[i];
        all &= step.terminated()[i];
      }
      for (int i = start; i < start + group; i++) {
        if (all) {
          rewards[i] -= (sum - returns[i]) / (group - 1);
        }
        if (step.done(i)) {
          returns[i] = 0;
        }
      }
    }
    return rewards;
  }
}
