package org.arbit.agents;

import java.util.Optional;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.PolicyNetwork;

/**
 * A policy whose scores come from a network. Where it draws, it draws by softmax of the scores, or
 * takes the best action with probability {@code 1 - epsilon} and any valid one otherwise.
 */
public final class NetworkPolicy implements Policy {

  private final PolicyNetwork network;
  private final boolean softmax;
  private final double epsilon;

  private NetworkPolicy(PolicyNetwork network, boolean softmax, double epsilon) {
    this.network = network;
    this.softmax = softmax;
    this.epsilon = epsilon;
  }

  /** Returns the policy that draws by softmax of the scores. */
  public static NetworkPolicy softmax(PolicyNetwork network) {
    return new NetworkPolicy(network, true, 0);
  }

  /** Returns the policy that draws a uniform valid action with probability {@code epsilon}. */
  public static NetworkPolicy epsilonGreedy(PolicyNetwork network, double epsilon) {
    return new NetworkPolicy(network, false, epsilon);
  }

  @Override
  public int inputs() {
    return network.inputs();
  }

  @Override
  public int actions() {
    return network.outputs();
  }

  @Override
  public void scores(float[] observations, int samples, float[] into) {
    network.scores(observations, samples, into);
  }

  @Override
  public void logProbabilities(float[] observations, boolean[] masks, int samples, double[] into) {
    float[] scores = new float[samples * actions()];
    scores(observations, samples, scores);
    if (softmax) {
      MaskedCategorical.logProbabilities(scores, masks, samples, actions(), into);
      return;
    }
    float[] probabilities = new float[samples * actions()];
    for (int n = 0; n < samples; n++) {
      MaskedCategorical.epsilonGreedy(scores, masks, n, actions(), epsilon, probabilities);
    }
    for (int j = 0; j < probabilities.length; j++) {
      into[j] = probabilities[j] > 0 ? StrictMath.log(probabilities[j]) : MaskedCategorical.MASKED;
    }
  }

  @Override
  public long bitOpsPerDecision() {
    return network.bitOps();
  }

  @Override
  public Optional<PolicyNetwork> network() {
    return Optional.of(network);
  }
}
