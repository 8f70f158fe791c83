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

/** Makes {@code random}: bit-widths drawn per layer and sample, at a wanted cost. */
public final class RandomProvider implements AgentProvider {

  /** For the service loader. */
  public RandomProvider() {}

  @Override
  public String name() {
    return "random";
  }

  @Override
  public String summary() {
    return "bit-widths drawn per layer and sample, at a wanted mean cost";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SEEDED);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(
        HyperParameter.real(
            "bitOps", 0, 0, 1e18, "wanted mean BitOps per sample; 0: all widths equally likely"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new BaselineAgent(name(), new RandomEvaluator(context.seed(), values.real("bitOps")));
  }
}
