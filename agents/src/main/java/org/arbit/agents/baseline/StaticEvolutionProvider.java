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

/** Makes {@code static-evolution}. */
public final class StaticEvolutionProvider implements AgentProvider {

  static final String NAME = "static-evolution";

  /** For the service loader. */
  public StaticEvolutionProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "one allocation for all samples, by evolutionary search";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SEEDED, Capability.FITS);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(
        Metric.parameter(),
        HyperParameter.integer("samples", 500, 1, 1_000_000, "validation samples to look at"),
        HyperParameter.integer("attempts", 200, 1, 1_000_000, "allocations to try"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new StaticSearch(
        NAME,
        Metric.of(values),
        values.integer("samples"),
        new EvolutionSearch(values.integer("attempts"), context.seed()));
  }
}
