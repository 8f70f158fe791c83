package org.arbit.env.wrappers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/**
 * Divides rewards by the standard deviation of the returns so far, which shifts nothing and keeps
 * signs (as Stable-Baselines3 does). After {@link #freeze()} it learns no more. The info keeps the
 * terms of the reward as they were, and gets the undivided reward as {@value #KEY}.
 */
public final class NormalizeReward extends EnvWrapper {

  /** The key of the undivided reward. */
  public static final String KEY = "rawReward";

  private static final double LEAST_VARIANCE = 1e-8;

  private final double gamma;
  private final RunningMoments moments;
  private double running;
  private boolean frozen;

  /**
   * Wraps an environment.
   *
   * @param gamma discount of the returns, in [0, 1]
   */
  public NormalizeReward(Env inner, double gamma) {
    super(inner);
    this.gamma = checked(gamma);
    this.moments = new RunningMoments(1);
  }

  /** Returns a discount; refuses what is none. */
  static double checked(double gamma) {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException(
          "The discount gamma is " + gamma + ", but must be in [0, 1].");
    }
    return gamma;
  }

  /** Returns what rewards are divided by. */
  static double unit(RunningMoments moments) {
    return Math.sqrt(moments.variance(0) + LEAST_VARIANCE);
  }

  /** Learns no more; returns this. */
  public NormalizeReward freeze() {
    frozen = true;
    return this;
  }

  /** Returns the moments of the returns. */
  public RunningMoments moments() {
    return moments;
  }

  @Override
  public Step reset(ResetOptions options) {
    running = 0;
    return inner().reset(options);
  }

  @Override
  public Step step(int action) {
    Step step = inner().step(action);
    if (!frozen) {
      running = running * gamma + step.reward();
      moments.add(new float[] {(float) running});
    }
    double scaled = step.reward() / unit(moments);
    Map<String, Object> info = new LinkedHashMap<>(step.info());
    info.put(KEY, step.reward());
    return new Step(
        step.observation(), step.mask(), scaled, step.terminated(), step.truncated(), info);
  }
}
