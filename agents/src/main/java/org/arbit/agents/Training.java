package org.arbit.agents;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/**
 * The loop in which a {@link LearningAgent} acts and learns.
 *
 * <p>The environments run in segments. At the start of each, all of them begin anew from a seed
 * made of {@link TrainingOptions#seed()} and {@link LearningAgent#steps()}, so that nothing of an
 * environment needs to be saved: a training stopped at a checkpoint, saved, restored and resumed
 * gives bit for bit what an uninterrupted one gives. A segment ends when no episode is under way,
 * or at the latest at twice its length; what is then still running is dropped.
 */
public final class Training {

  /** Why a training has ended. */
  public enum End {
    /** All steps are done. */
    COMPLETE,
    /** A listener wanted it. */
    STOPPED,
    /** A loss was not finite; the agent is as it was before that update. */
    DIVERGED,
    /** An exception is on its way to the caller. */
    FAILED
  }

  /**
   * What a training was.
   *
   * @param end why it ended
   * @param message what went wrong; empty if nothing did
   * @param progress at the end
   */
  public record Result(End end, String message, TrainingProgress progress) {}

  private final LearningAgent agent;
  private final VectorEnv env;
  private final TrainingOptions options;
  private final TrainingListener listener;
  private final double[] returns;
  private final int[] lengths;
  private long episodes;
  private double recentReturn;
  private long recentLength;
  private long recentEpisodes;
  private Map<String, Double> metrics = Map.of();

  private Training(
      LearningAgent agent, VectorEnv env, TrainingOptions options, TrainingListener listener) {
    this.agent = agent;
    this.env = env;
    this.options = options;
    this.listener = listener;
    this.returns = new double[env.size()];
    this.lengths = new int[env.size()];
  }

  /**
   * Trains until {@link TrainingOptions#steps()} of the agent's life are reached or a listener
   * stops. Does nothing if they are reached already.
   *
   * @param env with {@link AutoReset#SAME_STEP}; reset here, not closed
   */
  public static Result run(
      LearningAgent agent, VectorEnv env, TrainingOptions options, TrainingListener listener) {
    if (env.autoReset() != AutoReset.SAME_STEP) {
      throw new IllegalArgumentException(
          "Training needs an environment that resets in the same step, but "
              + env.spec().id()
              + " has "
              + env.autoReset()
              + ". Maybe make it with SAME_STEP?");
    }
    return new Training(agent, env, options, listener).run();
  }

  private Result run() {
    End end = End.FAILED;
    String message = "";
    listener.started(progress());
    try {
      end = End.COMPLETE;
      while (agent.steps() < options.steps() && end == End.COMPLETE) {
        end = segment() ? End.COMPLETE : End.STOPPED;
      }
    } catch (ArithmeticException e) {
      end = End.DIVERGED;
      message = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      listener.ended(progress(), End.FAILED);
      throw e;
    }
    TrainingProgress last = progress();
    listener.ended(last, end);
    return new Result(end, message, last);
  }

  /** Runs one segment; false if a listener wants to stop. */
  private boolean segment() {
    VectorStep step = reset();
    Arrays.fill(returns, 0);
    Arrays.fill(lengths, 0);
    // A training that is resumed here knows nothing of the episodes before.
    forgetReturns();
    agent.begin();
    long start = agent.steps();
    while (true) {
      step = env.step(agent.act(step.observations(), step.masks()));
      boolean idle = account(step);
      Map<String, Double> learnt = agent.observe(step);
      if (!learnt.isEmpty()) {
        metrics = withReturns(learnt);
        if (!listener.updated(progress())) {
          return false;
        }
      }
      long done = agent.steps() - start;
      if (done >= 2 * options.segmentSteps() || (idle && done >= options.segmentSteps())) {
        listener.checkpoint(progress(), agent);
        return listener.goesOn(progress());
      }
      if (agent.steps() >= options.steps()) {
        return true;
      }
    }
  }

  private VectorStep reset() {
    try {
      return env.reset(resetOptions());
    } catch (IllegalArgumentException e) {
      if (agent.rollouts() > 1 && String.valueOf(e.getMessage()).contains(ResetOptions.ROLLOUTS)) {
        throw new IllegalArgumentException(
            "The agent "
                + agent.name()
                + " compares "
                + agent.rollouts()
                + " rollouts of the same sample, but "
                + env.spec().id()
                + " cannot repeat one. Maybe set rollouts to 1?",
            e);
      }
      throw e;
    }
  }

  private ResetOptions resetOptions() {
    long seed =
        new SeededRandom(options.seed() * 0x9E3779B97F4A7C15L + agent.steps()).nextLong() >>> 1;
    ResetOptions reset =
        new ResetOptions(seed - env.size() < 0 ? 0 : seed - env.size(), options.reset().options());
    return agent.rollouts() > 1 ? reset.withRollouts(agent.rollouts()) : reset;
  }

  /** Adds up rewards; true if no episode is under way. */
  private boolean account(VectorStep step) {
    boolean idle = true;
    for (int i = 0; i < returns.length; i++) {
      returns[i] += step.rewards()[i];
      lengths[i]++;
      if (step.done(i)) {
        episodes++;
        recentEpisodes++;
        recentReturn += returns[i];
        recentLength += lengths[i];
        returns[i] = 0;
        lengths[i] = 0;
      } else {
        idle = false;
      }
    }
    return idle;
  }

  private Map<String, Double> withReturns(Map<String, Double> learnt) {
    Map<String, Double> all = new LinkedHashMap<>();
    if (recentEpisodes > 0) {
      all.put("return", recentReturn / recentEpisodes);
      all.put("length", recentLength / (double) recentEpisodes);
    }
    all.putAll(learnt);
    forgetReturns();
    return all;
  }

  private void forgetReturns() {
    recentEpisodes = 0;
    recentReturn = 0;
    recentLength = 0;
  }

  private TrainingProgress progress() {
    return new TrainingProgress(
        agent.steps(), options.steps(), episodes, agent.updates(), Map.copyOf(metrics));
  }
}
