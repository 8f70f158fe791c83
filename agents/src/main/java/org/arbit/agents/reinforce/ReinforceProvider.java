package org.arbit.agents.reinforce;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.ControllerSettings;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.NetworkLearner;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code reinforce}. */
public final class ReinforceProvider implements AgentProvider {

  static final String NAME = "reinforce";

  /** For the service loader. */
  public ReinforceProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "policy gradient of whole episodes, with a shared-rollout or greedy-rollout baseline";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.LEARNS, Capability.MASKS, Capability.SEEDED, Capability.RESUMES);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    List<HyperParameter> all = new ArrayList<>();
    all.add(HyperParameter.real("learningRate", 0.01, 1e-6, 1, "step size of Adam"));
    all.add(
        HyperParameter.integer(
            "halfLife", 1000, 1, 1_000_000_000, "updates after which the step size is a half"));
    all.add(
        HyperParameter.choice(
            "baseline", List.of("shared", "greedy"), "what is subtracted from returns"));
    all.add(
        HyperParameter.integer(
            "rollouts", 4, 1, 64, "environments per sample; 1: mean over all (shared baseline)"));
    all.add(
        HyperParameter.integer(
            "baselineEvery", 20, 1, 100_000, "updates between challenges (greedy baseline)"));
    all.add(HyperParameter.real("entropy", 0.08, 0, 10, "weight of the entropy bonus at first"));
    all.add(
        HyperParameter.integer(
            "entropyHalfLife", 300, 1, 1_000_000_000, "updates after which the bonus is a half"));
    all.add(
        HyperParameter.flag(
            "normaliseAdvantages", true, "divide advantages by their root mean square"));
    all.add(
        HyperParameter.real(
            "tradeOffPivot", 0, 0, 1000, "returns are divided by 1 + lambda / pivot; 0: not"));
    all.add(HyperParameter.real("gradientNorm", 0.5, 1e-6, 1e9, "gradients are clipped to it"));
    all.addAll(NetworkLearner.parameters());
    all.addAll(ControllerSettings.parameters());
    return List.copyOf(all);
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new Reinforce(context, values);
  }
}
