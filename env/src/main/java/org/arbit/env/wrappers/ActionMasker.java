package org.arbit.env.wrappers;

import java.util.function.Function;
import org.arbit.env.Actions;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/** Masks further actions by a rule of one's own, on top of what the environment masks. */
public final class ActionMasker extends EnvWrapper {

  private final Function<Step, boolean[]> rule;
  private boolean[] mask = new boolean[0];

  /**
   * Wraps an environment.
   *
   * @param rule says for a step which actions it allows; what the environment masks stays masked
   */
  public ActionMasker(Env inner, Function<Step, boolean[]> rule) {
    super(inner);
    this.rule = rule;
  }

  @Override
  public Step reset(ResetOptions options) {
    return masked(inner().reset(options));
  }

  @Override
  public Step step(int action) {
    if (mask.length > 0) {
      Actions.check(actionSpace(), mask, 0, action, 0);
    }
    return masked(inner().step(action));
  }

  @Override
  public boolean[] actionMasks() {
    return mask.length > 0 ? mask.clone() : inner().actionMasks();
  }

  private Step masked(Step step) {
    boolean[] allowed = rule.apply(step);
    boolean[] both = step.mask().clone();
    if (allowed.length != both.length) {
      throw new IllegalArgumentException(
          "The masking rule gives " + allowed.length + " entries for " + both.length + " actions.");
    }
    boolean any = step.done();
    for (int a = 0; a < both.length; a++) {
      both[a] &= allowed[a];
      any |= both[a];
    }
    if (!any) {
      throw new IllegalStateException("The masking rule leaves no action of " + spec().id() + ".");
    }
    mask = both;
    return new Step(
        step.observation(),
        both.clone(),
        step.reward(),
        step.terminated(),
        step.truncated(),
        step.info());
  }
}
