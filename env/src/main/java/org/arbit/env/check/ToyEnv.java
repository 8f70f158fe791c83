package org.arbit.env.check;

import java.util.List;
import java.util.Map;
import org.arbit.env.Actions;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Resumable;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;
import org.jspecify.annotations.Nullable;

/** What the toys share: seeding, the checks of the contract, and saving. */
abstract class ToyEnv implements Env, Resumable {

  final SeededRandom random = new SeededRandom(0);

  private final EnvSpec spec;
  private final Box observationSpace;
  private final Discrete actionSpace;
  private @Nullable Step last;
  private boolean closed;

  ToyEnv(EnvSpec spec, Box observationSpace, Discrete actionSpace) {
    this.spec = spec;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
  }

  /** Begins an episode and returns its first step. */
  abstract Step begin();

  /** Takes an action that has been checked. */
  abstract Step act(int action);

  @Override
  public final EnvSpec spec() {
    return spec;
  }

  @Override
  public final Box observationSpace() {
    return observationSpace;
  }

  @Override
  public final Discrete actionSpace() {
    return actionSpace;
  }

  @Override
  public final Step reset(ResetOptions options) {
    checkOpen();
    options.checkKnown(List.of());
    Long seed = options.seed();
    if (seed != null) {
      random.seed(seed);
    }
    return remember(begin());
  }

  @Override
  public final Step step(int action) {
    checkOpen();
    Step before = reached();
    if (before.done()) {
      throw new IllegalStateException(
          "The episode of " + spec.id() + " has ended. Maybe call reset?");
    }
    Actions.check(actionSpace, before.mask(), 0, action, 0);
    return remember(act(action));
  }

  @Override
  public final boolean[] actionMasks() {
    return reached().mask().clone();
  }

  @Override
  public final String state() {
    return Long.toString(random.state());
  }

  @Override
  public final void restore(String state) {
    try {
      random.restore(Long.parseLong(state));
      last = null;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The state of " + spec.id() + " is \"" + state + "\" instead of a whole number.", e);
    }
  }

  @Override
  public final void close() {
    closed = true;
  }

  /** Keeps its own copy of the mask, because the arrays of a step belong to the caller. */
  private Step remember(Step step) {
    last =
        new Step(
            new float[0], step.mask().clone(), 0, step.terminated(), step.truncated(), Map.of());
    return step;
  }

  private Step reached() {
    Step step = last;
    if (step == null) {
      throw new IllegalStateException(spec.id() + " has not been reset. Maybe call reset first?");
    }
    return step;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The environment " + spec.id() + " is closed.");
    }
  }
}
