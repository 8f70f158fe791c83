package org.arbit.env.wrappers;

import org.arbit.env.Actions;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.jspecify.annotations.Nullable;

/**
 * Refuses steps before the first reset, after the end and after closing, and actions that are out
 * of range or masked, for environments that do not do so themselves.
 */
public final class OrderEnforcing extends EnvWrapper {

  private boolean @Nullable [] mask;
  private boolean done;
  private boolean closed;

  /** Wraps an environment. */
  public OrderEnforcing(Env inner) {
    super(inner);
  }

  @Override
  public Step reset(ResetOptions options) {
    checkOpen();
    return remember(inner().reset(options));
  }

  @Override
  public Step step(int action) {
    checkOpen();
    boolean[] valid = mask;
    if (valid == null) {
      throw new IllegalStateException(spec().id() + " has not been reset. Maybe call reset first?");
    }
    if (done) {
      throw new IllegalStateException("The episode of " + spec().id() + " has ended.");
    }
    Actions.check(actionSpace(), valid, 0, action, 0);
    return remember(inner().step(action));
  }

  @Override
  public void close() {
    closed = true;
    super.close();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The environment " + spec().id() + " is closed.");
    }
  }

  private Step remember(Step step) {
    mask = step.mask().clone();
    done = step.done();
    return step;
  }
}
