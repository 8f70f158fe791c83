package org.arbit.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.TrainingProgress;
import org.arbit.agents.nn.Precision;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.AutoReset;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorEnv;
import org.arbit.env.check.BanditEnv;
import org.junit.jupiter.api.Test;

class QFunctionTest {

  private static final int FIELDS = 3;
  private static final int CHOICES = 4;

  private final float[] observations = {0.3f, -0.7f, 1.1f, 0.9f, 0.2f, -0.4f};
  private final float[] behaviours = {0.1f, 0.2f, 0.3f, 0.4f, 0, 0.5f, 0.5f, 0};
  private final TrainableNetwork advantage = network(CHOICES);
  private final TrainableNetwork value = network(1);
  private final QFunction dueling = new QFunction(CHOICES, advantage, value);

  private static TrainableNetwork network(int outputs) {
    return new TrainableNetwork(
        new int[] {FIELDS, 5, outputs}, Precision.FLOAT32, 1, new SeededRandom(outputs));
  }

  @Test
  void advantagesAreCentredOnTheBehaviour() {
    float[] advantages = advantage.forward(observations, 2).clone();
    float[] values = value.forward(observations, 2).clone();
    float[] q = dueling.values(observations, behaviours, 2);
    for (int n = 0; n < 2; n++) {
      double mean = 0;
      for (int j = n * CHOICES; j < (n + 1) * CHOICES; j++) {
        mean += behaviours[j] * advantages[j];
      }
      for (int j = n * CHOICES; j < (n + 1) * CHOICES; j++) {
        assertThat((double) q[j]).isCloseTo(values[n] + advantages[j] - mean, within(1e-5));
      }
    }
    assertThat(new QFunction(CHOICES, advantage, null).values(observations, behaviours, 2))
        .isEqualTo(advantages);
  }

  /** The loss is twice Q of action 2 of the first sample, less Q of action 1 of the second. */
  @Test
  void gradientsAreFiniteDifferences() {
    dueling.values(observations, behaviours, 2);
    dueling.backward(new double[] {2, -1}, new int[] {2, 1}, behaviours);
    for (TrainableNetwork network : List.of(advantage, value)) {
      float[] analytic = network.gradient();
      for (int k = 0; k < analytic.length; k++) {
        double slope = (loss(network, k, 1e-3f) - loss(network, k, -1e-3f)) / 2e-3;
        assertThat((double) analytic[k]).as("parameter %d", k).isCloseTo(slope, within(5e-3));
      }
    }
  }

  private double loss(TrainableNetwork network, int index, float change) {
    float[] parameters = network.parameters();
    float[] moved = parameters.clone();
    moved[index] += change;
    network.setParameters(moved);
    float[] q = dueling.values(observations, behaviours, 2);
    network.setParameters(parameters);
    return 2 * q[2] - q[CHOICES + 1];
  }

  @Test
  void targetIsCopiedEverySoManyUpdates() {
    try (VectorEnv env = BanditEnv.vector(8, 4, AutoReset.SAME_STEP)) {
      LearningAgent agent =
          new Dqn(
              AgentContext.of(env, 1),
              new DqnProvider()
                  .defaults()
                  .with(Map.of("targetEvery", 3, "rollouts", 1, "warmUpSteps", 64)));
      Training.run(
          agent,
          env,
          TrainingOptions.of(200, 1),
          new TrainingListener() {
            @Override
            public boolean updated(TrainingProgress progress) {
              AgentState state = agent.state().part("networks");
              assertThat(state.part("target").equals(state.part("online")))
                  .as("after update %d", progress.updates())
                  .isEqualTo(progress.updates() % 3 == 0);
              return true;
            }
          });
      assertThat(agent.updates()).isEqualTo((200 - 64) / 8);
    }
  }
}
