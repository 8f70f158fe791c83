package org.arbit.agents.rl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Policy;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.TrainingProgress;
import org.arbit.agents.fixture.AlteredRewards;
import org.arbit.agents.nn.PolicyLayer;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.check.BanditEnv;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.check.InvalidActionsEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rl4jAgentsTest {

  private static final int LANES = 16;

  /** What DoubleDQN can do beyond RL4J's own. */
  private static final String EXTENDED = "rl4j-double-dqn, extended";

  private static LearningAgent create(String description, VectorEnv env, long seed) {
    String name = description.split(",")[0];
    HyperParameters values =
        AgentRegistry.load()
            .find(name)
            .defaults()
            .with(Map.of("warmUpSteps", 64, "learningRate", 0.02, "rollouts", 1));
    if (name.contains("dqn")) {
      values = values.with(Map.of("batchSize", 8, "replayCapacity", 256, "epsilonSteps", 1000));
    }
    if (description.equals(EXTENDED)) {
      values = values.with(Map.of("dueling", true, "steps", 3, "temperature", 0.05));
      values = values.with(Map.of("discount", 0.9, "halfLife", 500));
    }
    return AgentRegistry.load().createLearning(name, AgentContext.of(env, seed), values);
  }

  private static void train(LearningAgent agent, VectorEnv env, long steps) {
    Training.run(agent, env, TrainingOptions.of(steps, 3), TrainingListener.NONE);
  }

  @ParameterizedTest
  @CsvSource({"rl4j-double-dqn, 2400", "'rl4j-double-dqn, extended', 2400", "rl4j-a2c, 3200"})
  void theyLearnABandit(String name, long steps) {
    try (VectorEnv env = BanditEnv.vector(LANES, 4, AutoReset.SAME_STEP)) {
      LearningAgent agent = create(name, env, 1);
      double before = reward(agent.policy(), env);
      train(agent, env, steps);
      assertThat(reward(agent.policy(), env)).isGreaterThan(0.9).isGreaterThan(before + 0.2);
    }
  }

  /** Mean reward of the best actions over 320 episodes of one step. */
  private static double reward(Policy policy, VectorEnv env) {
    VectorStep step = env.reset(ResetOptions.seeded(99));
    double sum = 0;
    for (int t = 0; t < 20; t++) {
      step = env.step(policy.act(step.observations(), step.masks(), LANES));
      for (double reward : step.rewards()) {
        sum += reward;
      }
    }
    return sum / (20 * LANES);
  }

  /** As many hidden units as actions, so that the layers cannot be told apart by their size. */
  @ParameterizedTest
  @ValueSource(strings = {"rl4j-double-dqn", "rl4j-a2c"})
  void outputsBeginSmall(String name) {
    try (VectorEnv env = BanditEnv.vector(LANES, 4, AutoReset.SAME_STEP)) {
      HyperParameters values =
          AgentRegistry.load().find(name).defaults().with(Map.of("hiddenUnits", 4));
      Policy policy =
          AgentRegistry.load().createLearning(name, AgentContext.of(env, 1), values).policy();
      List<PolicyLayer> layers = policy.network().orElseThrow().layers();
      assertThat(deviation(layers.get(0))).isGreaterThan(0.3 * Math.sqrt(2));
      assertThat(deviation(layers.get(1))).isLessThan(0.2 * Math.sqrt(2));
    }
  }

  /** Root mean square of the weights, times the root of the number of inputs. */
  private static double deviation(PolicyLayer layer) {
    double sum = 0;
    for (float weight : layer.weights()) {
      sum += weight * weight;
    }
    return Math.sqrt(sum / layer.weights().length * layer.inputs());
  }

  /** A masked action would be refused by the environment. */
  @ParameterizedTest
  @ValueSource(strings = {"rl4j-double-dqn", "rl4j-a2c"})
  void theyKeepToTheMask(String name) {
    try (VectorEnv env = InvalidActionsEnv.vector(LANES, true, AutoReset.SAME_STEP)) {
      LearningAgent agent = create(name, env, 1);
      train(agent, env, 640);
      assertThat(agent.updates()).isPositive();
    }
  }

  /** Episodes of the chain are cut off, so that this tries bootstrapping, too. */
  @ParameterizedTest
  @ValueSource(strings = {"rl4j-double-dqn", EXTENDED, "rl4j-a2c"})
  void resumingIsExactAndTheSeedDecides(String name) {
    TrainingOptions options = TrainingOptions.of(960, 3).withSegmentSteps(320);
    List<AgentState> states = new ArrayList<>();
    AgentState whole;
    try (VectorEnv env = ChainEnv.vector(LANES, 3, AutoReset.SAME_STEP)) {
      LearningAgent agent = create(name, env, 1);
      Training.run(
          agent,
          env,
          options,
          new TrainingListener() {
            @Override
            public void checkpoint(TrainingProgress progress, LearningAgent at) {
              states.add(at.state());
            }
          });
      whole = agent.state();
    }
    try (VectorEnv env = ChainEnv.vector(LANES, 3, AutoReset.SAME_STEP)) {
      LearningAgent resumed = create(name, env, 2);
      resumed.restore(states.get(0));
      Training.run(resumed, env, options, TrainingListener.NONE);
      assertThat(resumed.state()).isEqualTo(whole);
      assertThat(resumed.updates()).isPositive();
      LearningAgent other = create(name, env, 2);
      Training.run(other, env, options, TrainingListener.NONE);
      assertThat(other.state()).isNotEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rl4j-double-dqn", "rl4j-a2c"})
  void anUpdateThatDivergesIsUndone(String name) {
    try (VectorEnv env =
        new AlteredRewards(BanditEnv.vector(LANES, 4, AutoReset.SAME_STEP), 8, reward -> 1e60)) {
      LearningAgent agent = create(name, env, 1);
      Training.Result result =
          Training.run(agent, env, TrainingOptions.of(3200, 3), TrainingListener.NONE);
      assertThat(result.end()).isEqualTo(Training.End.DIVERGED);
      assertThat(agent.state().part("networks").names()).isNotEmpty();
      assertThat(agent.updates()).isPositive();
      for (float parameter : agent.policy().network().orElseThrow().layers().get(0).weights()) {
        assertThat(parameter).isFinite();
      }
    }
  }

  /**
   * Two environments; the first episode ends after two steps, the second is cut off after one.
   * Whoever adds up from the last to the first with discount 0.5 gets the return of each.
   */
  @Test
  void trajectoriesAreJoinedWithoutALeak() {
    Trajectories trajectories = new Trajectories(2);
    add(
        trajectories,
        new double[] {1, 3},
        new boolean[] {false, false},
        new boolean[] {false, true});
    assertThat(trajectories.complete()).isFalse();
    add(trajectories, new double[] {2, 99}, new boolean[] {true, true}, new boolean[2]);
    assertThat(trajectories.complete()).isTrue();
    assertThat(trajectories.lanes().get(0)).hasSize(2);
    assertThat(trajectories.lanes().get(1)).hasSize(2);
    assertThat(trajectories.lanes().get(1).get(1).isEnd()).isTrue();
    double[] values = {7, 7, 7, 10};
    double[] rewards = trajectories.joinedRewards(values, 0.5);
    double[] returns = new double[4];
    double value = 0;
    for (int k = 3; k >= 0; k--) {
      value = rewards[k] + 0.5 * value;
      returns[k] = value;
    }
    assertThat(returns).containsExactly(1 + 0.5 * 2, 2, 3 + 0.5 * 10, 10);
  }

  private static void add(
      Trajectories trajectories, double[] rewards, boolean[] terminated, boolean[] truncated) {
    VectorStep step =
        new VectorStep(
            new float[2],
            new boolean[] {true, true},
            rewards,
            terminated,
            truncated,
            Map.of(),
            new float[2],
            Map.of());
    trajectories.add(
        new org.arbit.agents.Experience(
            new float[2], new boolean[] {true, true}, new int[2], rewards, new double[2], step),
        rewards);
  }
}
