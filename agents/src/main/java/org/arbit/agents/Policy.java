package org.arbit.agents;

import java.util.Optional;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.SeededRandom;

/**
 * A frozen, step-by-step choice of actions, for n samples at once. Immutable and thread-safe.
 * Arrays are row by row: observations {@code n x inputs()}, masks, scores and log-probabilities
 * {@code n x actions()}.
 */
public interface Policy {

  /** Returns the number of fields of an observation. */
  int inputs();

  /** Returns the number of actions. */
  int actions();

  /**
   * Scores every action, valid or not; greater is better.
   *
   * @param into receives {@code samples x actions()}
   */
  void scores(float[] observations, int samples, float[] into);

  /**
   * Computes the log-probabilities with which {@link #sample} draws; {@link
   * MaskedCategorical#MASKED} for invalid actions.
   *
   * @param into receives {@code samples x actions()}
   * @throws IllegalArgumentException if a sample has no valid action
   */
  void logProbabilities(float[] observations, boolean[] masks, int samples, double[] into);

  /** Returns the BitOps of one decision for one sample, at the precision it really runs in. */
  long bitOpsPerDecision();

  /** Returns the description for export; empty where the policy is not a network. */
  Optional<PolicyNetwork> network();

  /**
   * Returns the best valid actions: the greatest score, the lowest index among equals. Pure: uses
   * no random numbers.
   *
   * @throws IllegalArgumentException if a sample has no valid action
   */
  default int[] act(float[] observations, boolean[] masks, int samples) {
    float[] scores = new float[samples * actions()];
    scores(observations, samples, scores);
    int[] chosen = new int[samples];
    for (int n = 0; n < samples; n++) {
      chosen[n] = MaskedCategorical.best(scores, masks, n, actions());
    }
    return chosen;
  }

  /**
   * Draws actions.
   *
   * @throws IllegalArgumentException if a sample has no valid action
   */
  default int[] sample(float[] observations, boolean[] masks, int samples, SeededRandom random) {
    double[] logs = new double[samples * actions()];
    logProbabilities(observations, masks, samples, logs);
    return MaskedCategorical.samples(logs, samples, actions(), random);
  }
}
