package org.arbit.env.wrappers;

import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/**
 * Cuts episodes off ({@code truncated}) at a number of steps, unless they come to their own end
 * with that very step.
 */
public final class TimeLimit extends EnvWrapper {

  private final int maxSteps;
  private int elapsed;
  private boolean over;

  /**
   * Wraps an environment.
   *
   * @param maxSteps at least 1
   */
  public TimeLimit(Env inner, int maxSteps) {
    super(inner);
    if (maxSteps < 1) {
      throw new IllegalArgumentException("The time limit is " + maxSteps + " steps; at least 1.");
    }
    this.maxSteps = maxSteps;
  }

  @Override
  public Step reset(ResetOptions options) {
    Step step = inner().reset(options);
    elapsed = 0;
    over = false;
    return step;
  }

  @Override
  public Step step(int action) {
    if (over) {
      throw new IllegalStateException(
          "The episode of "
              + spec().id()
              + " was cut off after "
              + maxSteps
              + " steps. Maybe call reset?");
    }
    Step step = inner().step(action);
    elapsed++;
    over = elapsed >= maxSteps;
    return over ? step.cutOff() : step;
  }
}
