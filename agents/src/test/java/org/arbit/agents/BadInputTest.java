package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.arbit.agents.fixture.DifficultyNetwork;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.check.BanditEnv;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever makes a mistake is told what was found, what is allowed, and what may help. */
class BadInputTest {

  private final AgentRegistry registry = AgentRegistry.load();
  private final AgentContext context =
      new AgentContext(EnvSpec.of("Any-v1"), Box.uniform(0, 1, 3), new Discrete(4), 4, 1);

  @Test
  void unknownAgent() {
    assertThatThrownBy(() -> registry.find("reinforc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent")
        .hasMessageContaining("\"reinforc\"")
        .hasMessageContaining("static-greedy")
        .hasMessageContaining("Maybe \"reinforce\"?");
  }

  @Test
  void twoAgentsOfOneName() {
    AgentProvider dqn = registry.find("dqn");
    assertThatThrownBy(() -> new AgentRegistry(List.of(dqn, dqn)))
        .hasMessageContaining("Two agents are named \"dqn\"")
        .hasMessageContaining("DqnProvider");
  }

  @Test
  void allMistakesInHyperParametersAtOnce() {
    HyperParameters defaults = registry.find("ppo").defaults();
    Map<String, Object> wrong = new java.util.LinkedHashMap<>();
    wrong.put("learningrate", 0.1);
    wrong.put("discount", 1.5);
    wrong.put("epochs", "many");
    wrong.put("precision", "int9");
    wrong.put("normaliseAdvantages", "yes");
    assertThatThrownBy(() -> defaults.with(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hyper-parameter")
        .hasMessageContaining("Maybe \"learningRate\"?")
        .hasMessageContaining("discount is 1.5, but must be a number in [0.0, 1.0].")
        .hasMessageContaining("epochs is many, but must be a whole number in 1..100.")
        .hasMessageContaining("precision is int9, but must be one of int8, float32. Maybe int8?")
        .hasMessageContaining("normaliseAdvantages is yes, but must be true or false.");
  }

  @Test
  void anAgentThatCannotBeTrained() {
    assertThatThrownBy(
            () -> registry.createLearning("oracle", context, registry.find("oracle").defaults()))
        .hasMessage(
            "The agent \"oracle\" lacks the capability learns and cannot be trained."
                + " Maybe only evaluate it?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reinforce", "dqn", "a2c", "ppo"})
  void environmentsThatCannotBeGrouped(String name) {
    HyperParameters values = registry.find(name).defaults().with("rollouts", 3);
    assertThatThrownBy(() -> registry.createLearning(name, context, values))
        .hasMessage("4 environments cannot be divided into groups of 3. Maybe change rollouts?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reinforce", "dqn", "a2c", "ppo"})
  void anEnvironmentThatCannotRepeatASample(String name) {
    try (VectorEnv env = BanditEnv.vector(8, 4, AutoReset.SAME_STEP)) {
      LearningAgent agent =
          registry.createLearning(name, AgentContext.of(env, 1), registry.find(name).defaults());
      assertThatThrownBy(
              () -> Training.run(agent, env, TrainingOptions.of(100, 1), TrainingListener.NONE))
          .hasMessage(
              "The agent "
                  + name
                  + " compares 4 rollouts of the same sample, but Bandit-v1 cannot repeat one."
                  + " Maybe set rollouts to 1?");
    }
  }

  @Test
  void anEnvironmentThatDoesNotResetInTheSameStep() {
    try (VectorEnv env = BanditEnv.vector(8, 4, AutoReset.NEXT_STEP)) {
      LearningAgent agent =
          registry.createLearning("ppo", AgentContext.of(env, 1), registry.find("ppo").defaults());
      assertThatThrownBy(
              () -> Training.run(agent, env, TrainingOptions.of(100, 1), TrainingListener.NONE))
          .hasMessageContaining("NEXT_STEP")
          .hasMessageContaining("Maybe make it with SAME_STEP?");
    }
  }

  @Test
  void actionsThatDoNotBeginAtZero() {
    Discrete late = new Discrete(3, 1);
    assertThatThrownBy(
            () -> new AgentContext(EnvSpec.of("Any-v1"), Box.uniform(0, 1, 3), late, 4, 1))
        .hasMessageContaining("actions from 0")
        .hasMessageContaining("Maybe wrap the environment?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reinforce", "dqn", "a2c", "ppo"})
  void aMaskThatLeavesNothing(String name) {
    LearningAgent agent = registry.createLearning(name, context, registry.find(name).defaults());
    boolean[] masks = new boolean[16];
    java.util.Arrays.fill(masks, 0, 8, true);
    String message = "The mask of sample 2 leaves none of the 4 actions.";
    assertThatThrownBy(() -> agent.act(new float[12], masks)).hasMessage(message);
    assertThatThrownBy(() -> agent.policy().act(new float[12], masks, 4)).hasMessage(message);
  }

  @Test
  void aPolicyForAnotherKindOfEnvironment() {
    LearningAgent agent = registry.createLearning("ppo", context, registry.find("ppo").defaults());
    assertThatThrownBy(agent::evaluator)
        .hasMessageContaining("Any-v1")
        .hasMessageContaining("BitAllocation-v1");
  }

  @Test
  void aPolicyForOtherBitWidths() {
    AllocationConfig config = AllocationConfig.defaults();
    ToySuperNetwork three = ToySuperNetwork.builder().bitWidths(2, 4, 8).build();
    Evaluator evaluator;
    try (VectorEnv env =
        BitAllocation.vector(
            new DifficultyNetwork(),
            DifficultyNetwork.data(8, 1),
            config,
            4,
            AutoReset.SAME_STEP)) {
      evaluator =
          registry
              .createLearning("ppo", AgentContext.of(env, 1), registry.find("ppo").defaults())
              .evaluator();
    }
    assertThatThrownBy(() -> evaluator.evaluate(three, ToyDataset.of(three, 8), 0))
        .hasMessageContaining("chooses among 4 actions")
        .hasMessageContaining("30 and 3")
        .hasMessageContaining("Maybe it was trained with other bit-widths?");
  }
}
