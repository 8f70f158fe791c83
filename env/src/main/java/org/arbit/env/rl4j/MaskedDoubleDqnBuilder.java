package org.arbit.env.rl4j;

import org.apache.commons.lang3.builder.Builder;
import org.deeplearning4j.rl4j.agent.learning.algorithm.IUpdateAlgorithm;
import org.deeplearning4j.rl4j.agent.learning.update.FeaturesLabels;
import org.deeplearning4j.rl4j.builder.DoubleDQNBuilder;
import org.deeplearning4j.rl4j.environment.Environment;
import org.deeplearning4j.rl4j.experience.StateActionRewardState;
import org.deeplearning4j.rl4j.network.ITrainableNeuralNet;
import org.deeplearning4j.rl4j.observation.transform.TransformProcess;
import org.deeplearning4j.rl4j.policy.EpsGreedy;
import org.deeplearning4j.rl4j.policy.IPolicy;
import org.nd4j.linalg.api.rng.Random;

/**
 * RL4J's own DoubleDQN with an epsilon-greedy policy that keeps to the mask, and with targets in
 * which it counts, too ({@link MaskedDoubleDqn}).
 */
public final class MaskedDoubleDqnBuilder extends DoubleDQNBuilder {

  private final Configuration settings;
  private final Random random;

  /** Creates the builder; the arguments are those of {@link DoubleDQNBuilder}. */
  public MaskedDoubleDqnBuilder(
      Configuration configuration,
      ITrainableNeuralNet<?> network,
      Builder<Environment<Integer>> environments,
      Builder<TransformProcess> transforms,
      Random random) {
    super(configuration, network, environments, transforms, random);
    this.settings = configuration;
    this.random = random;
  }

  @Override
  protected IPolicy<Integer> buildPolicy() {
    return new EpsGreedy<>(
        new MaskedGreedyPolicy(networks.getThreadCurrentNetwork()),
        getEnvironment().getSchema().getActionSchema(),
        settings.getPolicyConfiguration(),
        random);
  }

  @Override
  protected IUpdateAlgorithm<FeaturesLabels, StateActionRewardState<Integer>>
      buildUpdateAlgorithm() {
    return new MaskedDoubleDqn(
        networks.getThreadCurrentNetwork(),
        networks.getTargetNetwork(),
        settings.getUpdateAlgorithmConfiguration());
  }
}
