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

/** Makes {@code oracle}. */
public final class OracleProvider implements AgentProvider {

  static final String NAME = "oracle";

  /** For the service loader. */
  public OracleProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "the best allocation of every sample, knowing its label: a bound";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SEEDED, Capability.MULTI_PASS, Capability.PRIVILEGED);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(
        Metric.parameter(),
        HyperParameter.integer("allocations", 4096, 1, 100_000_000, "most allocations to try"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new BaselineAgent(
        NAME, new OracleEvaluator(Metric.of(values), values.integer("allocations")));
  }
}
