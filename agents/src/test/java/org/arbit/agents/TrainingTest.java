package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.arbit.agents.fixture.AlteredRewards;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.check.BanditEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop's promises to listeners, and what it does where learning fails. */
class TrainingTest {

  private static final int LANES = 8;

  /** Notes what it hears, and does one thing besides. */
  private static class Notes implements TrainingListener {
    final List<String> heard = new ArrayList<>();

    @Override
    public void started(TrainingProgress progress) {
      heard.add("started");
    }

    @Override
    public boolean updated(TrainingProgress progress) {
      heard.add("updated " + progress.updates());
      return true;
    }

    @Override
    public void checkpoint(TrainingProgress progress, LearningAgent agent) {
      heard.add("checkpoint " + progress.steps());
    }

    @Override
    public void ended(TrainingProgress progress, Training.End end) {
      heard.add("ended " + end);
    }
  }

  private static VectorEnv bandit() {
    return BanditEnv.vector(LANES, 4, AutoReset.SAME_STEP);
  }

  private static LearningAgent agent(String name, VectorEnv env) {
    return AgentRegistry.load()
        .createLearning(
            name,
            AgentContext.of(env, 1),
            AgentRegistry.load()
                .find(name)
                .defaults()
                .with(Map.of("warmUpSteps", 16, "rollouts", 1)));
  }

  private static Training.Result run(LearningAgent agent, VectorEnv env, TrainingListener notes) {
    return Training.run(agent, env, TrainingOptions.of(40, 1).withSegmentSteps(24), notes);
  }

  @Test
  void listenersHearInOrder() {
    try (VectorEnv env = bandit()) {
      Notes notes = new Notes();
      Training.Result result = run(agent("reinforce", env), env, notes);
      assertThat(result.end()).isEqualTo(Training.End.COMPLETE);
      assertThat(notes.heard)
          .containsExactly(
              "started", "updated 1", "checkpoint 24", "updated 2", "updated 3", "ended COMPLETE");
    }
  }

  @Test
  void whatAListenerThrowsReachesTheCallerAfterTheEndIsTold() {
    try (VectorEnv env = bandit()) {
      Notes notes =
          new Notes() {
            @Override
            public boolean updated(TrainingProgress progress) {
              super.updated(progress);
              throw new IllegalStateException("no room");
            }
          };
      LearningAgent agent = agent("reinforce", env);
      assertThatThrownBy(() -> run(agent, env, notes)).hasMessage("no room");
      assertThat(notes.heard).containsExactly("started", "updated 1", "ended FAILED");
    }
  }

  @Test
  void aTrainingThatIsDoneDoesNothing() {
    try (VectorEnv env = bandit()) {
      LearningAgent agent = agent("reinforce", env);
      run(agent, env, TrainingListener.NONE);
      Notes notes = new Notes();
      run(agent, env, notes);
      assertThat(notes.heard).containsExactly("started", "ended COMPLETE");
      assertThat(agent.steps()).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reinforce", "dqn", "a2c", "ppo"})
  void aRewardThatIsNoNumberEndsTheTrainingWithTheLastGoodNetworks(String name) {
    diverges(name, reward -> Double.NaN, "The reward of environment 0 is NaN");
  }

  /** The critic's error is beyond single precision; the actor's update came before. */
  @ParameterizedTest
  @ValueSource(strings = {"a2c", "ppo"})
  void aLossThatIsNotFiniteEndsTheTrainingWithTheLastGoodNetworks(String name) {
    diverges(name, reward -> 1e60, "not finite");
  }

  private static void diverges(String name, DoubleUnaryOperator later, String message) {
    try (VectorEnv env = new AlteredRewards(bandit(), 14, later)) {
      LearningAgent agent = agent(name, env);
      List<AgentState> states = new ArrayList<>();
      List<String> ends = new ArrayList<>();
      Training.Result result =
          Training.run(
              agent,
              env,
              TrainingOptions.of(4000, 1),
              new TrainingListener() {
                @Override
                public boolean updated(TrainingProgress progress) {
                  states.add(agent.state().part("networks"));
                  return true;
                }

                @Override
                public void ended(TrainingProgress progress, Training.End end) {
                  ends.add(end.name());
                }
              });
      assertThat(result.end()).isEqualTo(Training.End.DIVERGED);
      assertThat(result.message()).contains(message).contains("Maybe");
      assertThat(ends).containsExactly("DIVERGED");
      assertThat(states).isNotEmpty();
      assertThat(agent.state().part("networks")).isEqualTo(states.get(states.size() - 1));
      assertThat(agent.updates()).isEqualTo(states.size());
    }
  }
}
