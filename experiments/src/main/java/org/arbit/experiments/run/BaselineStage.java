package org.arbit.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.FittedAgent;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.VectorEnv;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.config.AgentConfig;
import org.arbit.experiments.evaluate.OperatingPoints;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Measures agents that do not learn: searches, cascades, and whatever is complete from birth. */
final class BaselineStage {

  /** The name of the greedy search. */
  static final String GREEDY = "static-greedy";

  private final AgentProvider provider;
  private final AgentConfig config;

  /** Creates the stage for the agent that a configuration names. */
  BaselineStage(AgentConfig config) {
    this.config = config;
    provider = AgentRegistry.load().find(config.name());
  }

  /** Returns the stage for what every report compares with: the greedy search. */
  static BaselineStage greedy(int lanes) {
    return new BaselineStage(new AgentConfig(GREEDY, 0, lanes, Map.of()));
  }

  /** Whether the agent learns by acting, so that this stage is not for it. */
  boolean learns() {
    return provider.capabilities().contains(Capability.LEARNS);
  }

  /**
   * Fits the agent once per seed, on the validation split, and measures it on the test split at
   * operating points that were chosen on the validation split, too.
   *
   * @param setting what the agent is made for
   * @param network what it is fitted to; for environments that have one
   */
  List<Evaluated> measure(
      List<Long> seeds,
      Setting setting,
      @Nullable SuperNetwork network,
      Dataset validation,
      EvaluationStage evaluation) {
    HyperParameters values = provider.defaults().with(config.settings());
    OperatingPoints wanted = evaluation.operatingPoints();
    List<Evaluated> measured = new ArrayList<>();
    for (long seed : seeds) {
      Agent agent;
      try (VectorEnv env = setting.make(config.lanes())) {
        agent = provider.create(AgentContext.of(env, seed), values);
      }
      if (agent instanceof FittedAgent fitted) {
        fitted.fit(Objects.requireNonNull(network), validation);
      }
      measured.addAll(evaluation.points(agent.name(), type(), seed, agent.evaluator(), wanted));
    }
    return measured;
  }

  private ResultType type() {
    Set<Capability> capabilities = provider.capabilities();
    if (capabilities.contains(Capability.PRIVILEGED)) {
      return ResultType.ORACLE;
    }
    if (capabilities.contains(Capability.MULTI_PASS)) {
      return ResultType.CASCADE;
    }
    return provider.name().equals("random") ? ResultType.RANDOM : ResultType.STATIC;
  }
}
