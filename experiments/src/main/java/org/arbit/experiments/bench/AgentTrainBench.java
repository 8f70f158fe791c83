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

  private final String label;
  private final String agent;
  private final String network;
  private final int lanes;
  private final int vectorSteps;

  private AgentTrainBench(String label, String agent, String network, int lanes, int vectorSteps) {
    this.label = label;
    this.agent = agent;
    this.network = network;
    this.lanes = lanes;
    this.vectorSteps = vectorSteps;
  }

  /** One of ours, on 256 environments side by side. */
  static AgentTrainBench of(String agent, String network) {
    return new AgentTrainBench("agent-train/" + agent, agent, network, 256, 24);
  }

  /** RL4J's DoubleDQN with a batch of 64 for every step of one environment, as it is meant. */
  static AgentTrainBench rl4j(String network) {
    return new AgentTrainBench("rl4j", "rl4j-double-dqn", network, 1, 96);
  }

  @Override
  public String name() {
    return label + "/" + network + "/n" + lanes;
  }

  @Override
  public String summary() {
    return work() + " decisions with learning, " + lanes + " at a time; work is decisions";
  }

  @Override
  public long work() {
    return (long) lanes * vectorSteps;
  }

  @Override
  public Prepared prepare() {
    BenchNetwork bench = BenchNetwork.named(network);
    VectorEnv env = environment(bench, lanes);
    VectorEnv alone = environment(bench, lanes);
    AgentRegistry registry = AgentRegistry.load();
    LearningAgent learner =
        registry.createLearning(
            agent, AgentContext.of(env, 1), registry.find(agent).defaults().with(settings()));
    RandomSteps random = new RandomSteps(alone);
    return new Prepared() {
      @Override
      public void run() {
        Training.run(
            learner, env, TrainingOptions.of(learner.steps() + work(), 1), TrainingListener.NONE);
      }

      @Override
      public Reference reference() {
        return Reference.ENV_STEPS;
      }

      @Override
      public void runReference() {
        random.run(vectorSteps);
      }

      @Override
      public void close() {
        env.close();
        alone.close();
        bench.close();
      }
    };
  }

  /** Learning from the first step on; a single environment has no other to be compared with. */
  private Map<String, String> settings() {
    String warmUp = Integer.toString(lanes);
    return lanes == 1
        ? Map.of("warmUpSteps", warmUp, "rollouts", "1")
        : Map.of("warmUpSteps", warmUp);
  }

  private static VectorEnv environment(BenchNetwork bench, int lanes) {
    return BitAllocation.vector(
        bench.network(), bench.data(), AllocationConfig.defaults(), lanes, AutoReset.SAME_STEP);
  }
}
