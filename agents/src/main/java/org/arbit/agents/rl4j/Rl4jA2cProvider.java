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
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code rl4j-a2c}. */
public final class Rl4jA2cProvider implements AgentProvider {

  static final String NAME = "rl4j-a2c";

  /** For the service loader. */
  public Rl4jA2cProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "RL4J's advantage actor-critic, with the masks, seeds and saving that it lacks";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.LEARNS, Capability.MASKS, Capability.SEEDED, Capability.RESUMES);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    List<HyperParameter> all = new ArrayList<>(Graph.parameters());
    all.addAll(NetworkLearner.parameters());
    return List.copyOf(all);
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new Rl4jA2c(context, values);
  }
}
