package org.arbit.env.wrappers;

import java.util.function.Consumer;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/**
 * Looks at the first reset and the first step and tells what is wrong with them; hands everything
 * on unchanged. Cheap enough to leave in place.
 */
public final class PassiveChecker extends EnvWrapper {

  private final Consumer<String> complaints;
  private boolean resetChecked;
  private boolean stepChecked;

  /** Wraps an environment. */
  public PassiveChecker(Env inner, Consumer<String> complaints) {
    super(inner);
    this.complaints = complaints;
  }

  @Override
  public Step reset(ResetOptions options) {
    Step step = inner().reset(options);
    if (!resetChecked) {
      resetChecked = true;
      check("reset", step);
      complain(step.reward() != 0 || step.done(), "reset returns a reward or an end");
    }
    return step;
  }

  @Override
  public Step step(int action) {
    Step step = inner().step(action);
    if (!stepChecked) {
      stepChecked = true;
      check("step", step);
      complain(!Double.isFinite(step.reward()), "step returns the reward " + step.reward());
      complain(step.terminated() && step.truncated(), "step is terminated and truncated");
    }
    return step;
  }

  private void check(String method, Step step) {
    int width = observationSpace().size();
    if (step.observation().length != width) {
      complain(
          true, method + " returns " + step.observation().length + " numbers instead of " + width);
    } else {
      int outside = observationSpace().firstOutside(step.observation(), 0);
      complain(
          outside >= 0, method + " returns an observation whose entry " + outside + " is outside");
    }
    complain(
        step.mask().length != actionSpace().n(),
        method + " returns a mask of " + step.mask().length + " entries for " + actionSpace());
  }

  private void complain(boolean wrong, String complaint) {
    if (wrong) {
      complaints.accept(spec().id() + ": " + complaint);
    }
  }
}
