package org.arbit.agents.ppo;

import org.arbit.agents.Rollout;

/**
 * Some entries of a rollout, row by row.
 *
 * @param observations {@code m x d}
 * @param masks {@code m x a}
 * @param actions m
 * @param logProbabilities of the actions when they were taken
 * @param advantages m
 * @param returns what the critic should say
 */
record Selection(
    float[] observations,
    boolean[] masks,
    int[] actions,
    double[] logProbabilities,
    double[] advantages,
    double[] returns) {

  int size() {
    return actions.length;
  }

  /** Copies the entries {@code order[from .. from + size - 1]}. */
  static Selection of(Rollout.Batch batch, int[] order, int from, int size, int choices) {
    int d = batch.observations().length / batch.size();
    Selection part =
        new Selection(
            new float[size * d],
            new boolean[size * choices],
            new int[size],
            new double[size],
            new double[size],
            new double[size]);
    for (int k = 0; k < size; k++) {
      int at = order[from + k];
      System.arraycopy(batch.observations(), at * d, part.observations, k * d, d);
      System.arraycopy(batch.masks(), at * choices, part.masks, k * choices, choices);
      part.actions[k] = batch.actions()[at];
      part.logProbabilities[k] = batch.logProbabilities()[at];
      part.advantages[k] = batch.advantages()[at];
      part.returns[k] = batch.advantages()[at] + batch.values()[at];
    }
    return part;
  }
}
