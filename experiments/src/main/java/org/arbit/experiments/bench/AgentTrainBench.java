package org.arbit.experiments.bench;

import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;

/** An agent that acts and learns, beside as many decisions that nobody takes or learns from. */
final class AgentTrainBench implements Bench {

  private static final int LANES = 256;
  private static final int VECTOR_STEPS = 24;
  private static final long STEPS = (long) LANES * VECTOR_STEPS;

  private final String agent;
  private final String network;

  AgentTrainBench(String agent, String network) {
    this.agent = agent;
    this.network = network;
  }

  @Override
  public String name() {
    return "agent-train/" + agent + "/" + network + "/n" + LANES;
  }

  @Override
  public String summary() {
    return STEPS + " decisions with learning, " + LANES + " at a time; work is decisions";
  }

  @Override
  public long work() {
    return STEPS;
  }

  @Override
  public Prepared prepare() {
    BenchNetwork bench = BenchNetwork.named(network);
    VectorEnv env = environment(bench);
    VectorEnv alone = environment(bench);
    AgentRegistry registry = AgentRegistry.load();
    LearningAgent learner =
        registry.createLearning(
            agent,
            AgentContext.of(env, 1),
            registry.find(agent).defaults().with(Map.of("warmUpSteps", "256")));
    RandomSteps random = new RandomSteps(alone);
    return new Prepared() {
      @Override
      public void run() {
        Training.run(
            learner, env, TrainingOptions.of(learner.steps() + STEPS, 1), TrainingListener.NONE);
      }

      @Override
      public Reference reference() {
        return Reference.ENV_STEPS;
      }

      @Override
      public void runReference() {
        random.run(VECTOR_STEPS);
      }

      @Override
      public void close() {
        env.close();
        alone.close();
        bench.close();
      }
    };
  }

  private static VectorEnv environment(BenchNetwork bench) {
    return BitAllocation.vector(
        bench.network(), bench.data(), AllocationConfig.defaults(), LANES, AutoReset.SAME_STEP);
  }
}
