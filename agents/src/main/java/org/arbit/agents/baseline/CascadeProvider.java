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

/** Makes {@code cascade}. */
public final class CascadeProvider implements AgentProvider {

  static final String NAME = "cascade";

  /** For the service loader. */
  public CascadeProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "a low bit-width first, a higher one again where unsure; pays for both";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SEEDED, Capability.FITS, Capability.MULTI_PASS);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(
        Metric.parameter(),
        HyperParameter.flag(
            "keepStem", false, "the second run reads the stem's output of the first, unpaid"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new Cascade(Metric.of(values), values.flag("keepStem"));
  }
}
