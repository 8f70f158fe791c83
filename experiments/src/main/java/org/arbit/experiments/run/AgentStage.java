package org.arbit.experiments.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.TrainingProgress;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.experiments.config.AgentConfig;
import org.arbit.experiments.config.Problem;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/** Trains agents in the allocation environment over a frozen network. */
public final class AgentStage {

  private final AgentRegistry registry;
  private final AllocationConfig environment;
  private final Progress progress;
  private final MetricsFile metrics;

  /**
   * Creates the stage.
   *
   * @param environment settings of the environment
   */
  public AgentStage(
      AgentRegistry registry,
      AllocationConfig environment,
      Progress progress,
      MetricsFile metrics) {
    this.registry = registry;
    this.environment = environment;
    this.progress = progress;
    this.metrics = metrics;
  }

  /** Returns what is wrong with the name and the settings of an agent, without making it. */
  public static List<Problem> problems(AgentRegistry registry, AgentConfig config, String key) {
    try {
      hyperParameters(registry.find(config.name()), config);
      return List.of();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage()).lines().map(line -> new Problem(key, line)).toList();
    }
  }

  /**
   * Trains one agent.
   *
   * @param data the training split
   * @param seed of the agent and of its episodes
   */
  public TrainedAgent train(AgentConfig config, SuperNetwork network, Dataset data, long seed) {
    HyperParameters parameters = hyperParameters(registry.find(config.name()), config);
    try (VectorEnv env =
        BitAllocation.vector(network, data, environment, config.lanes(), AutoReset.SAME_STEP)) {
      AgentContext context = AgentContext.of(env, seed);
      LearningAgent agent = registry.createLearning(config.name(), context, parameters);
      try (Progress.Part part =
          progress.start(config.name() + ": training", "steps", Math.max(1, config.steps()))) {
        Training.Result result =
            Training.run(
                agent,
                env,
                TrainingOptions.of(config.steps(), seed),
                new Listener(config.name(), part));
        if (result.end() == Training.End.DIVERGED) {
          throw new IllegalStateException(
              "The training of "
                  + config.name()
                  + " diverged: "
                  + result.message()
                  + ". Maybe a smaller learning rate?");
        }
      }
      return new TrainedAgent(agent, seed);
    }
  }

  private static HyperParameters hyperParameters(AgentProvider provider, AgentConfig config) {
    return provider.defaults().with(config.settings());
  }

  private final class Listener implements TrainingListener {

    private final String name;
    private final Progress.Part part;

    Listener(String name, Progress.Part part) {
      this.name = name;
      this.part = part;
    }

    @Override
    public boolean updated(TrainingProgress now) {
      Map<String, Double> last = now.metrics();
      Double mean = last.get("return");
      part.to(now.steps(), mean == null ? "" : String.format(Locale.ROOT, "return %.3f", mean));
      metrics.add(name, now.steps(), last);
      return true;
    }
  }
}
