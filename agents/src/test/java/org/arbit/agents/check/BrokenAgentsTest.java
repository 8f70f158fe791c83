package org.arbit.agents.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Capability;
import org.arbit.agents.Evaluator;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Policy;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.VectorStep;
import org.junit.jupiter.api.Test;

/** The kit finds what is wrong with agents that are broken on purpose. */
class BrokenAgentsTest {

  private static long counter;

  private static List<Integer> broken(UnaryOperator<LearningAgent> breaking) {
    return AgentCheck.check(new BrokenProvider(breaking)).broken();
  }

  @Test
  void masksThatAreIgnored() {
    assertThat(
            broken(
                agent ->
                    new Wrapped(agent) {
                      @Override
                      public Policy policy() {
                        return new MaskBlind(agent.policy());
                      }
                    }))
        .contains(56);
  }

  @Test
  void stateThatIsNotSavedWhole() {
    assertThat(
            broken(
                agent ->
                    new Wrapped(agent) {
                      @Override
                      public void restore(AgentState state) {}
                    }))
        .contains(61, 62);
  }

  @Test
  void chanceThatNoSeedDecides() {
    assertThat(
            broken(
                agent ->
                    new Wrapped(agent) {
                      @Override
                      public AgentState state() {
                        return super.state().put("clock", counter++);
                      }
                    }))
        .contains(58, 72);
  }

  @Test
  void learnerThatNeverLearns() {
    assertThat(
            broken(
                agent ->
                    new Wrapped(agent) {
                      @Override
                      public Map<String, Double> observe(VectorStep step) {
                        steps += step.rewards().length;
                        return Map.of();
                      }
                    }))
        .contains(59, 60);
  }

  private static class Wrapped implements LearningAgent {
    final LearningAgent inner;
    long steps;

    Wrapped(LearningAgent inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Evaluator evaluator() {
      return inner.evaluator();
    }

    @Override
    public int rollouts() {
      return inner.rollouts();
    }

    @Override
    public long steps() {
      return Math.max(steps, inner.steps());
    }

    @Override
    public long updates() {
      return inner.updates();
    }

    @Override
    public void begin() {
      inner.begin();
    }

    @Override
    public int[] act(float[] observations, boolean[] masks) {
      return inner.act(observations, masks);
    }

    @Override
    public Map<String, Double> observe(VectorStep step) {
      return inner.observe(step);
    }

    @Override
    public Policy policy() {
      return inner.policy();
    }

    @Override
    public AgentState state() {
      return inner.state();
    }

    @Override
    public void restore(AgentState state) {
      inner.restore(state);
    }
  }

  private record MaskBlind(Policy inner) implements Policy {
    @Override
    public int inputs() {
      return inner.inputs();
    }

    @Override
    public int actions() {
      return inner.actions();
    }

    @Override
    public void scores(float[] observations, int samples, float[] into) {
      inner.scores(observations, samples, into);
    }

    @Override
    public void logProbabilities(
        float[] observations, boolean[] masks, int samples, double[] into) {
      boolean[] all = new boolean[masks.length];
      java.util.Arrays.fill(all, true);
      inner.logProbabilities(observations, all, samples, into);
    }

    @Override
    public long bitOpsPerDecision() {
      return inner.bitOpsPerDecision();
    }

    @Override
    public Optional<PolicyNetwork> network() {
      return inner.network();
    }
  }

  private record BrokenProvider(UnaryOperator<LearningAgent> breaking) implements AgentProvider {
    private static final AgentProvider SOUND = AgentRegistry.load().find("reinforce");

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String summary() {
      return "broken on purpose";
    }

    @Override
    public Set<Capability> capabilities() {
      return SOUND.capabilities();
    }

    @Override
    public List<HyperParameter> hyperParameters() {
      return SOUND.hyperParameters();
    }

    @Override
    public Agent create(AgentContext context, HyperParameters values) {
      return breaking.apply((LearningAgent) SOUND.create(context, values));
    }
  }
}
