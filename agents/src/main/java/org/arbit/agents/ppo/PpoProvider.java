package org.arbit.agents.ppo;

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

/** Makes {@code ppo}. */
public final class PpoProvider implements AgentProvider {

  /** For the service loader. */
  public PpoProvider() {}

  @Override
  public String name() {
    return "ppo";
  }

  @Override
  public String summary() {
    return "clipped policy gradient with generalised advantage estimation and a stop by divergence";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.LEARNS,
        Capability.MASKS,
        Capability.SEEDED,
        Capability.RESUMES,
        Capability.GAE,
        Capability.PPO);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    List<HyperParameter> all = new ArrayList<>(ActorCriticAgent.parameters(0.005, 4000));
    all.add(HyperParameter.integer("epochs", 2, 1, 100, "passes over each rollout"));
    all.add(HyperParameter.integer("miniBatches", 4, 1, 4096, "parts of a pass"));
    all.add(HyperParameter.real("clip", 0.2, 0.001, 10, "largest change of the ratio"));
    all.add(HyperParameter.real("targetKl", 0.03, 1e-6, 1e9, "divergence at which to stop"));
    all.add(HyperParameter.flag("normaliseAdvantages", true, "bring advantages to unit size"));
    return List.copyOf(all);
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new ActorCriticAgent(name(), context, values, new Ppo(values));
  }
}
