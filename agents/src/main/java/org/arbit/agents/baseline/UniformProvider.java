package org.arbit.agents.baseline;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.Evaluator;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code uniform}: the same bit-width for all layers and samples. */
public final class UniformProvider implements AgentProvider {

  /** For the service loader. */
  public UniformProvider() {}

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public String summary() {
    return "the same bit-width for all layers and samples";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.SEEDED);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    return List.of(
        HyperParameter.integer("bits", 8, 1, 8, "bit-width, one of the network's candidates"));
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    int bits = values.integer("bits");
    Evaluator evaluator =
        (network, data, tradeOff) -> {
          int index = network.bitWidths().indexOf(bits);
          NetworkRun.Choice choice = (sample, layer) -> network.bitWidths().at(index);
          return new NetworkRun(network, data).run(choice, choice);
        };
    return new BaselineAgent("uniform-" + bits, evaluator);
  }
}
