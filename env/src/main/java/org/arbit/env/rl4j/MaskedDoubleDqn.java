package org.arbit.env.rl4j;

import org.deeplearning4j.rl4j.agent.learning.algorithm.dqn.DoubleDQN;
import org.deeplearning4j.rl4j.agent.learning.update.Features;
import org.deeplearning4j.rl4j.network.IOutputNeuralNet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * RL4J's DoubleDQN, in whose target the next action is the best of the valid ones. The mask is read
 * from the second channel of the next observation ({@link Rl4jEnvironment#MASK}): 0 for an invalid
 * action, and for a valid one what its value is multiplied with beside the discount, which is 1
 * where a transition spans one step.
 */
public final class MaskedDoubleDqn extends DoubleDQN {

  private static final int MASK_CHANNEL = 1;

  // Read once per batch: a row of an INDArray costs as much as all the rest of a target.
  private double[] nextMasks = {};
  private double[] nextPreferences = {};
  private double[] nextValues = {};

  /** Creates the algorithm; the arguments are those of {@link DoubleDQN}. */
  public MaskedDoubleDqn(
      IOutputNeuralNet network, IOutputNeuralNet target, Configuration configuration) {
    super(network, target, configuration);
  }

  @Override
  protected void initComputation(Features features, Features nextFeatures) {
    super.initComputation(features, nextFeatures);
    nextMasks = numbers(nextFeatures.get(MASK_CHANNEL));
    nextPreferences = numbers(qNetworkNextFeatures);
    nextValues = numbers(targetQNetworkNextFeatures);
  }

  @Override
  protected double computeTarget(int batchIdx, double reward, boolean isTerminal) {
    if (isTerminal) {
      return reward;
    }
    int actions = (int) qNetworkNextFeatures.size(1);
    int from = batchIdx * actions;
    int best = Masks.argmax(nextPreferences, nextMasks, from, actions);
    return reward + gamma * nextMasks[from + best] * nextValues[from + best];
  }

  private static double[] numbers(INDArray rows) {
    return rows.dup('c').data().asDouble();
  }
}
