package com.example.outside;

import java.util.List;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code outside-linear}. */
public final class LinearProvider implements AgentProvider {

  @Override
  public String name() {
    return "outside-linear";
  }

  @Override
  public String summary() {
    return "policy gradient of a linear policy, without any library";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.LEARNS, Capability.MASKS, Capability.SEEDED, Capability.RESUMES);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(HyperParameter.real("stepSize", 1, 1e-6, 100, "step size"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new LinearAgent(context, values.real("stepSize"));
  }
}
