package org.arbit.env.wrappers;

import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.jspecify.annotations.Nullable;

/**
 * Hands everything on to a vector inside; to be extended where something differs. Closing it closes
 * the vector inside.
 */
public abstract class VectorEnvWrapper implements VectorEnv {

  private final VectorEnv inner;

  /** Wraps a vector. */
  protected VectorEnvWrapper(VectorEnv inner) {
    this.inner = inner;
  }

  /** Returns the vector one layer further in. */
  protected final VectorEnv inner() {
    return inner;
  }

  @Override
  public EnvSpec spec() {
    return inner.spec();
  }

  @Override
  public int size() {
    return inner.size();
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
  public AutoReset autoReset() {
    return inner.autoReset();
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    return inner.reset(options);
  }

  @Override
  public VectorStep step(int[] actions) {
    return inner.step(actions);
  }

  @Override
  public boolean[] actionMasks() {
    return inner.actionMasks();
  }

  @Override
  public @Nullable String render(int index) {
    return inner.render(index);
  }

  @Override
  public final VectorEnv unwrapped() {
    return inner.unwrapped();
  }

  @Override
  public void close() {
    inner.close();
  }
}
