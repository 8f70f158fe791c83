package org.arbit.agents.rl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.arbit.agents.AgentContext;
import org.arbit.agents.Policy;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.arbit.env.VectorEnv;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.check.InvalidActionsEnv;
import org.arbit.env.rl4j.Rl4jEnvironment;
import org.arbit.env.rl4j.Rl4jMdp;
import org.deeplearning4j.rl4j.agent.Agent;
import org.deeplearning4j.rl4j.observation.Observation;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** A policy that has learnt nothing, in an environment that refuses masked actions. */
class Rl4jPolicyTest {

  private static final long SEED = 5;

  private final Policy policy = policy();

  private static Policy policy() {
    try (VectorEnv env = InvalidActionsEnv.vector(1, true, AutoReset.SAME_STEP)) {
      return AgentRegistry.load()
          .createLearning(
              "reinforce",
              AgentContext.of(env, 1),
              AgentRegistry.load().find("reinforce").defaults().with("rollouts", 1))
          .policy();
    }
  }

  private static Env env() {
    return new InvalidActionsEnv(4, 8, true);
  }

  /** Returns what the policy itself gets. */
  private double played() {
    try (Env env = env()) {
      Step step = env.reset(ResetOptions.seeded(SEED));
      double sum = 0;
      while (!step.done()) {
        step = env.step(policy.act(step.observation(), step.mask(), 1)[0]);
        sum += step.reward();
      }
      return sum;
    }
  }

  @Test
  void playsInAgentsOfRl4jAsByItself() {
    Agent<Integer> agent =
        new Agent<>(
            new Rl4jEnvironment(env(), SEED),
            Rl4jEnvironment.transformProcess(),
            new Rl4jPolicy(policy),
            Agent.Configuration.builder().build(),
            "test");
    agent.run();
    assertThat(agent.getReward()).isCloseTo(played(), within(1e-12));
  }

  @Test
  @SuppressWarnings("deprecation")
  void playsTheOlderMdpAsByItself() {
    Rl4jMdp mdp = new Rl4jMdp(Rl4jPolicyTest::env, SEED);
    assertThat(new Rl4jPolicy(policy).play(mdp, null)).isCloseTo(played(), within(1e-12));
    mdp.close();
  }

  @Test
  void observationsWithoutAMaskOrOfAnotherEnvironmentAreRefused() {
    Rl4jPolicy wrapped = new Rl4jPolicy(policy);
    assertThatThrownBy(() -> wrapped.nextAction(new Observation(Nd4j.zeros(1, 4))))
        .hasMessageContaining("no mask")
        .hasMessageContaining("Maybe use Rl4jEnvironment.transformProcess()?");
    Rl4jEnvironment chain = new Rl4jEnvironment(new ChainEnv(3), SEED);
    Observation other = Rl4jEnvironment.transformProcess().transform(chain.reset(), 0, false);
    assertThatThrownBy(() -> wrapped.nextAction(other))
        .hasMessageContaining("reads 4 fields and a mask of 32, but there are 3 and 2")
        .hasMessageContaining("Maybe it was trained in another environment?");
  }
}
