package org.arbit.env.rl4j;

import org.deeplearning4j.rl4j.agent.learning.algorithm.dqn.DoubleDQN;
import org.deeplearning4j.rl4j.agent.learning.update.Features;
import org.deeplearning4j.rl4j.network.IOutputNeuralNet;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * RL4J's DoubleDQN, in whose target the next action is the best of the valid ones. The mask is read
 * from the second channel of the next observation ({@link Rl4jEnvironment#MASK}).
 */
public final class MaskedDoubleDqn extends DoubleDQN {

  private static final int MASK_CHANNEL = 1;

  private @Nullable INDArray nextMasks;

  /** Creates the algorithm; the arguments are those of {@link DoubleDQN}. */
  public MaskedDoubleDqn(
      IOutputNeuralNet network, IOutputNeuralNet target, Configuration configuration) {
    super(network, target, configuration);
  }

  @Override
  protected void initComputation(Features features, Features nextFeatures) {
    super.initComputation(features, nextFeatures);
    nextMasks = nextFeatures.get(MASK_CHANNEL);
  }

  @Override
  protected double computeTarget(int batchIdx, double reward, boolean isTerminal) {
    INDArray masks = nextMasks;
    if (isTerminal || masks == null) {
      return reward;
    }
    int best = Masks.argmax(qNetworkNextFeatures.getRow(batchIdx), masks.getRow(batchIdx));
    return reward + gamma * targetQNetworkNextFeatures.getDouble(batchIdx, best);
  }
}
