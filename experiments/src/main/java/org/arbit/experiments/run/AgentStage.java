package org.arbit.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentFile;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.TrainingProgress;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.VectorEnv;
import org.arbit.experiments.config.AgentConfig;

/** Trains agents, from the beginning or from where a checkpoint left off. */
public final class AgentStage {

  private final AgentRegistry registry = AgentRegistry.load();
  private final Progress progress;
  private final MetricsFile metrics;

  /** Creates the stage. */
  public AgentStage(Progress progress, MetricsFile metrics) {
    this.progress = progress;
    this.metrics = metrics;
  }

  /** Trains one agent, without checkpoints. */
  public TrainedAgent train(AgentConfig config, Setting setting, long seed) {
    return train(config, setting, seed, config.name(), config.steps(), Checkpoints.NONE);
  }

  /**
   * Trains one agent.
   *
   * @param seed of the agent and of its episodes
   * @param part name of the training in progress and metrics
   * @param checkpointSteps environment steps between checkpoints; part of the result, because
   *     episodes begin anew there
   * @param checkpoints where states are kept
   */
  public TrainedAgent train(
      AgentConfig config,
      Setting setting,
      long seed,
      String part,
      long checkpointSteps,
      Checkpoints checkpoints) {
    HyperParameters values = registry.find(config.name()).defaults().with(config.settings());
    try (VectorEnv env = setting.make(config.lanes());
        Progress.Part shown =
            progress.start(part + ": training", "steps", Math.max(1, config.steps()))) {
      AgentContext context = AgentContext.of(env, seed);
      Optional<AgentFile> saved = checkpoints.newest();
      LearningAgent agent =
          saved.isPresent()
              ? registry.restore(saved.get(), context)
              : registry.createLearning(config.name(), context, values);
      Listener listener =
          new Listener(
              part,
              shown,
              a -> checkpoints.keep(a.steps(), AgentFile.of(config.name(), values, context, a)));
      Training.Result result =
          Training.run(
              agent,
              env,
              TrainingOptions.of(config.steps(), seed)
                  .withSegmentSteps(Math.max(1, checkpointSteps)),
              listener);
      if (result.end() == Training.End.DIVERGED) {
        listener.checkpoint(result.progress(), agent);
        throw new IllegalStateException(
            "The training of "
                + config.name()
                + " diverged after "
                + agent.steps()
                + " steps: "
                + result.message()
                + " The checkpoint holds the last good state.");
      }
      return new TrainedAgent(agent, seed, AgentFile.of(config.name(), values, context, agent));
    }
  }

  /** Keeps the state of an agent. */
  @FunctionalInterface
  private interface Keeper {
    void keep(LearningAgent agent) throws IOException;
  }

  private final class Listener implements TrainingListener {

    private final String name;
    private final Progress.Part part;
    private final Keeper keeper;

    Listener(String name, Progress.Part part, Keeper keeper) {
      this.name = name;
      this.part = part;
      this.keeper = keeper;
    }

    @Override
    public boolean updated(TrainingProgress now) {
      Map<String, Double> last = now.metrics();
      Double mean = last.get("return");
      part.to(now.steps(), mean == null ? "" : String.format(Locale.ROOT, "return %.3f", mean));
      metrics.add(name, now.steps(), last);
      return true;
    }

    @Override
    public void checkpoint(TrainingProgress now, LearningAgent agent) {
      try {
        keeper.keep(agent);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
