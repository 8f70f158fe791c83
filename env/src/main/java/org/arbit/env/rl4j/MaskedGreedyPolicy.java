package org.arbit.env.rl4j;

import org.deeplearning4j.rl4j.network.CommonOutputNames;
import org.deeplearning4j.rl4j.network.IOutputNeuralNet;
import org.deeplearning4j.rl4j.observation.Observation;
import org.deeplearning4j.rl4j.policy.Policy;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the valid action with the greatest Q-value. The observation has the channels of {@link
 * Rl4jEnvironment#transformProcess()}.
 */
public final class MaskedGreedyPolicy extends Policy<Integer> {

  private static final int MASK_CHANNEL = 1;

  private final IOutputNeuralNet network;

  /** Creates the policy of a network with the output {@link CommonOutputNames#QValues}. */
  public MaskedGreedyPolicy(IOutputNeuralNet network) {
    this.network = network;
  }

  @Override
  public IOutputNeuralNet getNeuralNet() {
    return network;
  }

  @Override
  public Integer nextAction(Observation observation) {
    if (observation.numChannels() <= MASK_CHANNEL) {
      throw new IllegalArgumentException(
          "The observation has "
              + observation.numChannels()
              + " channel and no mask. Maybe use Rl4jEnvironment.transformProcess()?");
    }
    INDArray values = network.output(observation).get(CommonOutputNames.QValues);
    return Masks.argmax(values, observation.getChannelData(MASK_CHANNEL));
  }

  @Override
  @Deprecated
  public Integer nextAction(INDArray input) {
    throw new UnsupportedOperationException(
        "A bare array has no mask. Maybe call nextAction with an Observation?");
  }
}
