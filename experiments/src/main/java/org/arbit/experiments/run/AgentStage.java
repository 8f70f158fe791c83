package org.arbit.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
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
import org.arbit.supernet.spi.InvalidInputException;

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

  /**
   * How a training is divided.
   *
   * @param steps environment steps between checkpoints; part of the result, because episodes begin
   *     anew there
   * @param pauseAt the training stops at the first checkpoint that has so many environment steps or
   *     more
   */
  record Segments(long steps, long pauseAt) {}

  /** Trains one agent, without checkpoints. */
  public TrainedAgent train(AgentConfig config, Setting setting, long seed) {
    Segments whole = new Segments(config.steps(), Long.MAX_VALUE);
    return train(config, setting, seed, config.name(), whole, Checkpoints.NONE);
  }

  /**
   * Trains one agent.
   *
   * @param seed of the agent and of its episodes
   * @param part name of the training in progress and metrics
   * @param segments between checkpoints
   * @param checkpoints where states are kept
   */
  TrainedAgent train(
      AgentConfig config,
      Setting setting,
      long seed,
      String part,
      Segments segments,
      Checkpoints checkpoints) {
    HyperParameters values = registry.find(config.name()).defaults().with(config.settings());
    try (VectorEnv env = made(() -> setting.make(config.lanes()));
        Progress.Part shown =
            progress.start(part + ": training", "steps", Math.max(1, config.steps()))) {
      AgentContext context = AgentContext.of(env, seed);
      LearningAgent agent =
          checkpoints
              .newest(saved -> registry.restore(saved, context), progress::warn)
              .orElseGet(() -> made(() -> registry.createLearning(config.name(), context, values)));
      if (agent.steps() >= segments.pauseAt()) {
        return new TrainedAgent(agent, seed, AgentFile.of(config.name(), values, context, agent));
      }
      Listener listener =
          new Listener(
              part,
              shown,
              segments.pauseAt(),
              a -> checkpoints.keep(a.steps(), AgentFile.of(config.name(), values, context, a)));
      Training.Result result =
          Training.run(
              agent,
              env,
              TrainingOptions.of(config.steps(), seed)
                  .withSegmentSteps(Math.max(1, segments.steps())),
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

  /** What does not fit together, such as a budget and a network, is the configuration's fault. */
  static <T> T made(Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
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
    private final long pauseAt;
    private final Keeper keeper;

    Listener(String name, Progress.Part part, long pauseAt, Keeper keeper) {
      this.name = name;
      this.part = part;
      this.pauseAt = pauseAt;
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
    public boolean goesOn(TrainingProgress now) {
      return now.steps() < pauseAt;
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
