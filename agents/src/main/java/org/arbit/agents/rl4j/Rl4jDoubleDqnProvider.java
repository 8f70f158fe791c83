package org.arbit.agents.rl4j;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.NetworkLearner;
import org.arbit.agents.SoftExploration;
import org.arbit.agents.WeightAverage;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code rl4j-double-dqn}. */
public final class Rl4jDoubleDqnProvider implements AgentProvider {

  static final String NAME = "rl4j-double-dqn";

  /** For the service loader. */
  public Rl4jDoubleDqnProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "RL4J's DoubleDQN, with the masks, seeds and saving that it lacks";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.LEARNS,
        Capability.MASKS,
        Capability.SEEDED,
        Capability.RESUMES,
        Capability.Q_LEARNING);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    List<HyperParameter> all = new ArrayList<>(Graph.parameters());
    all.add(
        HyperParameter.flag(
            "dueling", false, "learn a state value beside the scores of the actions"));
    all.add(HyperParameter.integer("steps", 1, 1, 100, "steps that a transition spans"));
    all.add(HyperParameter.integer("batchSize", 64, 1, 65_536, "transitions per update"));
    all.add(
        HyperParameter.integer(
            "replayCapacity", 16_384, 1, 10_000_000, "transitions that are remembered"));
    all.add(HyperParameter.integer("targetEvery", 50, 1, 1_000_000, "updates between copies"));
    all.addAll(SoftExploration.parameters(0, 30_000));
    all.add(
        HyperParameter.real(
            "tradeOffPivot", 0.1, 0, 1000, "rewards are divided by 1 + lambda / pivot; 0: not"));
    all.add(WeightAverage.parameter());
    all.addAll(NetworkLearner.parameters());
    return List.copyOf(all);
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new Rl4jDoubleDqn(context, values);
  }
}
