package org.arbit.env.rl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.rl4j.agent.learning.algorithm.dqn.BaseTransitionTDAlgorithm;
import org.deeplearning4j.rl4j.agent.learning.update.Features;
import org.deeplearning4j.rl4j.experience.StateActionRewardState;
import org.deeplearning4j.rl4j.network.CommonLabelNames;
import org.deeplearning4j.rl4j.network.CommonOutputNames;
import org.deeplearning4j.rl4j.network.IOutputNeuralNet;
import org.deeplearning4j.rl4j.network.NeuralNetOutput;
import org.deeplearning4j.rl4j.observation.Observation;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MaskedDoubleDqnTest {

  /** A network that says the same of every observation. */
  private record Constant(float... values) implements IOutputNeuralNet {

    @Override
    public NeuralNetOutput output(Observation observation) {
      return rows(1);
    }

    @Override
    public NeuralNetOutput output(INDArray batch) {
      return rows((int) batch.size(0));
    }

    @Override
    public NeuralNetOutput output(Features features) {
      return rows((int) features.getBatchSize());
    }

    private NeuralNetOutput rows(int count) {
      float[][] rows = new float[count][];
      java.util.Arrays.fill(rows, values);
      NeuralNetOutput output = new NeuralNetOutput();
      output.put(CommonOutputNames.QValues, Nd4j.createFromArray(rows));
      return output;
    }

    @Override
    public void reset() {}

    @Override
    public boolean isRecurrent() {
      return false;
    }
  }

  private static Observation observation(float... mask) {
    return new Observation(
        new INDArray[] {
          Nd4j.createFromArray(new float[][] {{0, 0}}), Nd4j.createFromArray(new float[][] {mask})
        });
  }

  private static StateActionRewardState<Integer> transition(boolean terminal, float... nextMask) {
    StateActionRewardState<Integer> transition =
        new StateActionRewardState<>(observation(1, 1, 1), 1, 2, terminal);
    transition.setNextObservation(observation(nextMask));
    return transition;
  }

  /** The learning network finds action 1 best, then 2; the target network values them 20 and 30. */
  @Test
  void theNextActionIsTheBestOfTheValidOnes() {
    MaskedDoubleDqn algorithm =
        new MaskedDoubleDqn(
            new Constant(1, 9, 5),
            new Constant(10, 20, 30),
            BaseTransitionTDAlgorithm.Configuration.builder().gamma(0.5).build());
    INDArray labels =
        algorithm
            .compute(
                List.of(
                    transition(false, 1, 1, 1),
                    transition(false, 1, 0, 1),
                    transition(false, 1, 0, 0),
                    transition(true, 0, 0, 0),
                    transition(false, 0.25f, 0, 0.25f)))
            .getLabels(CommonLabelNames.QValues);
    float[] targets = new float[5];
    for (int k = 0; k < 5; k++) {
      targets[k] = labels.getFloat(k, 1);
      assertThat(labels.getFloat(k, 0)).isEqualTo(1);
    }
    // The last spans three steps, and its mask says what the further two take: 0.5 * 0.5.
    assertThat(targets)
        .containsExactly(2 + 0.5f * 20, 2 + 0.5f * 30, 2 + 0.5f * 10, 2, 2 + 0.125f * 30);
  }
}
