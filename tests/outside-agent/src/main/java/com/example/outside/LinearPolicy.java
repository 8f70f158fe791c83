package com.example.outside;

import java.util.Optional;
import org.arbit.agents.Policy;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.PolicyNetwork;

/** Scores that are linear in the observation. */
record LinearPolicy(int inputs, int actions, float[] weights) implements Policy {

  private static final long FLOAT_BIT_OPS = 32 * 32;

  @Override
  public void scores(float[] observations, int samples, float[] into) {
    for (int i = 0; i < samples; i++) {
      for (int a = 0; a < actions; a++) {
        float sum = 0;
        for (int k = 0; k < inputs; k++) {
          sum += observations[i * inputs + k] * weights[k * actions + a];
        }
        into[i * actions + a] = sum;
      }
    }
  }

  @Override
  public void logProbabilities(
      float[] observations, boolean[] masks, int samples, double[] into) {
    float[] scores = new float[samples * actions];
    scores(observations, samples, scores);
    MaskedCategorical.logProbabilities(scores, masks, samples, actions, into);
  }

  @Override
  public long bitOpsPerDecision() {
    return FLOAT_BIT_OPS * inputs * actions;
  }

  @Override
  public Optional<PolicyNetwork> network() {
    return Optional.empty();
  }
}
