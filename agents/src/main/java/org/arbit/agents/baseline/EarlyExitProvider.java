package org.arbit.agents.baseline;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code early-exit}. */
public final class EarlyExitProvider implements AgentProvider {

  static final String NAME = "early-exit";

  /** For the service loader. */
  public EarlyExitProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "one allocation for all samples; who is confident leaves at a head";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SEEDED, Capability.FITS);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(
        Metric.parameter(),
        HyperParameter.integer("samples", 500, 1, 1_000_000, "validation samples to look at"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new EarlyExit(Metric.of(values), values.integer("samples"));
  }
}
