package org.arbit.agents.check;

import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.FittedAgent;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;

/** The agent that is checked, and the small worlds in which that is done. */
final class Subject {

  static final int LANES = 32;
  private static final int IMAGES = 64;
  private static final long WARM_UP = 1000;

  private final AgentProvider provider;
  private final ToySuperNetwork network = ToySuperNetwork.standard();
  private final ToyDataset data = ToyDataset.of(network, IMAGES);

  Subject(AgentProvider provider) {
    this.provider = provider;
  }

  AgentProvider provider() {
    return provider;
  }

  ToySuperNetwork network() {
    return network;
  }

  ToyDataset data() {
    return data;
  }

  /** Returns an allocation environment over the toy network. */
  VectorEnv allocation() {
    AllocationConfig config = AllocationConfig.defaults().withRewards("log-likelihood", "bitops");
    return BitAllocation.vector(network, data, config, LANES, AutoReset.SAME_STEP);
  }

  /** Returns the settings: the defaults, with a short warm-up where there is one. */
  HyperParameters values() {
    HyperParameters defaults = provider.defaults();
    return defaults.values().containsKey("warmUpSteps")
        ? defaults.with("warmUpSteps", WARM_UP)
        : defaults;
  }

  Agent create(VectorEnv env, long seed) {
    Agent agent = provider.create(AgentContext.of(env, seed), values());
    if (agent instanceof FittedAgent fitted) {
      fitted.fit(network, data);
    }
    return agent;
  }

  LearningAgent learner(VectorEnv env, long seed) {
    if (create(env, seed) instanceof LearningAgent learner) {
      return learner;
    }
    throw new IllegalStateException("It declares learns, but makes no LearningAgent.");
  }

  /** Returns a learner that has been trained on the toy network. */
  LearningAgent trained(long seed, long steps) {
    try (VectorEnv env = allocation()) {
      LearningAgent agent = learner(env, seed);
      Training.run(agent, env, TrainingOptions.of(steps, 1), TrainingListener.NONE);
      return agent;
    }
  }
}
