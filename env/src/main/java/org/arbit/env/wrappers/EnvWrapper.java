package org.arbit.env.wrappers;

import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.jspecify.annotations.Nullable;

/**
 * Hands everything on to an environment inside; to be extended where something differs. Closing it
 * closes the environment inside.
 */
public abstract class EnvWrapper implements Env {

  private final Env inner;

  /** Wraps an environment. */
  protected EnvWrapper(Env inner) {
    this.inner = inner;
  }

  /** Returns the environment one layer further in. */
  protected final Env inner() {
    return inner;
  }

  @Override
  public EnvSpec spec() {
    return inner.spec();
  }

  @Override
  public Box observationSpace() {
    return inner.observationSpace();
  }

  @Override
  public Discrete actionSpace() {
    return inner.actionSpace();
  }

  @Override
  public Step reset(ResetOptions options) {
    return inner.reset(options);
  }

  @Override
  public Step step(int action) {
    return inner.step(action);
  }

  @Override
  public boolean[] actionMasks() {
    return inner.actionMasks();
  }

  @Override
  public @Nullable String render() {
    return inner.render();
  }

  @Override
  public final Env unwrapped() {
    return inner.unwrapped();
  }

  @Override
  public void close() {
    inner.close();
  }
}
