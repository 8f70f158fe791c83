package org.arbit.agents.rl4j;

import org.arbit.agents.Policy;
import org.arbit.env.rl4j.Rl4jEnvironment;
import org.arbit.env.rl4j.Rl4jObservation;
import org.deeplearning4j.rl4j.learning.IHistoryProcessor;
import org.deeplearning4j.rl4j.mdp.MDP;
import org.deeplearning4j.rl4j.observation.Observation;
import org.deeplearning4j.rl4j.policy.IPolicy;
import org.deeplearning4j.rl4j.space.ActionSpace;
import org.deeplearning4j.rl4j.space.Encodable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained policy as RL4J wants it: the best valid action of one observation with the channels of
 * {@link Rl4jEnvironment#transformProcess()}. Immutable.
 */
public final class Rl4jPolicy implements IPolicy<Integer> {

  private static final int MASK_CHANNEL = 1;

  private final Policy policy;

  /** Wraps a policy. */
  public Rl4jPolicy(Policy policy) {
    this.policy = policy;
  }

  @Override
  public Integer nextAction(Observation observation) {
    if (observation.numChannels() <= MASK_CHANNEL) {
      throw new IllegalArgumentException(
          "The observation has "
              + observation.numChannels()
              + " channel and no mask. Maybe use Rl4jEnvironment.transformProcess()?");
    }
    float[] valid = observation.getChannelData(MASK_CHANNEL).toFloatVector();
    boolean[] mask = new boolean[valid.length];
    for (int a = 0; a < mask.length; a++) {
      mask[a] = valid[a] != 0;
    }
    return best(observation.getChannelData(0).toFloatVector(), mask);
  }

  private int best(float[] observation, boolean[] mask) {
    if (observation.length != policy.inputs() || mask.length != policy.actions()) {
      throw new IllegalArgumentException(
          "The policy reads "
              + policy.inputs()
              + " fields and a mask of "
              + policy.actions()
              + ", but there are "
              + observation.length
              + " and "
              + mask.length
              + ". Maybe it was trained in another environment?");
    }
    return policy.act(observation, mask, 1)[0];
  }

  @Override
  @Deprecated
  public Integer nextAction(INDArray input) {
    throw new UnsupportedOperationException(
        "A bare array has no mask. Maybe call nextAction with an Observation?");
  }

  /**
   * Plays one episode of an {@link org.arbit.env.rl4j.Rl4jMdp} and returns the sum of its rewards.
   *
   * @param history not used
   * @throws IllegalArgumentException if observations have no mask
   */
  @Override
  @Deprecated
  public <O extends Encodable, S extends ActionSpace<Integer>> double play(
      MDP<O, Integer, S> mdp, @Nullable IHistoryProcessor history) {
    O observation = mdp.reset();
    double sum = 0;
    while (!mdp.isDone()) {
      if (!(observation instanceof Rl4jObservation masked)) {
        throw new IllegalArgumentException(
            "The observation is a "
                + observation.getClass().getSimpleName()
                + " and has no mask. Maybe wrap the environment in Rl4jMdp?");
      }
      var reply = mdp.step(best(masked.getData().toFloatVector(), masked.mask()));
      sum += reply.getReward();
      observation = reply.getObservation();
    }
    return sum;
  }

  @Override
  public void reset() {
    // Nothing is remembered.
  }
}
