package org.arbit.agents.dqn;

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
import org.arbit.agents.SoftExploration;
import org.arbit.agents.WeightAverage;
import org.arbit.agents.spi.AgentProvider;

/** Makes {@code dqn}. */
public final class DqnProvider implements AgentProvider {

  static final String NAME = "dqn";

  /** For the service loader. */
  public DqnProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "deep Q-learning; double, dueling, n-step and prioritised are switches";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.LEARNS,
        Capability.MASKS,
        Capability.SEEDED,
        Capability.RESUMES,
        Capability.Q_LEARNING);
  }

  @Override
  public List<HyperParameter> hyperParameters() {
    List<HyperParameter> all = new ArrayList<>();
    all.add(HyperParameter.real("learningRate", 0.02, 1e-6, 1, "step size of Adam"));
    all.add(
        HyperParameter.integer(
            "halfLife", 50, 1, 1_000_000_000, "updates after which the step size is a half"));
    all.add(HyperParameter.flag("double", true, "choose the next action by the learning network"));
    all.add(HyperParameter.flag("dueling", true, "learn a state value beside the advantages"));
    all.add(HyperParameter.integer("steps", 8, 1, 100, "steps that a transition spans"));
    all.add(HyperParameter.flag("prioritised", false, "replay in proportion to the last error"));
    all.add(HyperParameter.real("priorityExponent", 0.6, 0, 1, "0: uniform (prioritised)"));
    all.add(
        HyperParameter.real("importanceExponent", 0.4, 0, 1, "1: full correction (prioritised)"));
    all.add(
        HyperParameter.integer(
            "rollouts", 4, 1, 64, "environments per sample, compared with each other; 1: off"));
    all.add(
        HyperParameter.real(
            "tradeOffPivot", 0.1, 0, 1000, "rewards are divided by 1 + lambda / pivot; 0: not"));
    all.add(HyperParameter.real("discount", 1, 0, 1, "gamma"));
    all.add(HyperParameter.integer("batchSize", 256, 1, 65_536, "transitions per update"));
    all.add(
        HyperParameter.integer(
            "replayCapacity", 65_536, 1, 10_000_000, "transitions that are remembered"));
    all.add(HyperParameter.integer("targetEvery", 50, 1, 1_000_000, "updates between copies"));
    all.addAll(SoftExploration.parameters(0.03, 300_000));
    all.add(HyperParameter.real("gradientNorm", 10, 1e-6, 1e9, "gradients are clipped to it"));
    all.add(WeightAverage.parameter());
    all.add(HyperParameter.integer("valueUnits", 32, 1, 1024, "units of V's layers (dueling)"));
    all.addAll(NetworkLearner.parameters());
    all.addAll(ControllerSettings.parameters());
    return List.copyOf(all);
  }

  @Override
  public Agent create(AgentContext context, HyperParameters values) {
    return new Dqn(context, values);
  }
}
