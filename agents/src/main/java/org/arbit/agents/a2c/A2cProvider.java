package org.arbit.agents.a2c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.arbit.agents.ActorCriticAgent;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code a2c}. */
public final class A2cProvider implements AgentProvider {

  /** For the service loader. */
  public A2cProvider() {}

  @Override
  public String name() {
    return "a2c";
  }

  @Override
  public String summary() {
    return "synchronous advantage actor-critic with generalised advantage estimation";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.LEARNS, Capability.MASKS, Capability.SEEDED, Capability.RESUMES, Capability.GAE);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    List<HyperParameter> all = new ArrayList<>(ActorCriticAgent.parameters(0.01, 1000));
    all.add(HyperParameter.flag("normaliseAdvantages", true, "bring advantages to unit size"));
    return List.copyOf(all);
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new ActorCriticAgent(name(), context, values, new A2c(values));
  }
}
