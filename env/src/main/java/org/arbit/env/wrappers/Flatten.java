package org.arbit.env.wrappers;

import org.arbit.env.Box;
import org.arbit.env.Dict;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Space;
import org.arbit.env.Step;

/**
 * Makes flat vectors of the observations of a structured environment: parts in their order,
 * discrete ones one-hot.
 *
 * @param <T> the type of an observation inside
 */
public final class Flatten<T> implements Env {

  private final StructuredEnv<T> inner;
  private final Box space;

  /** Wraps an environment; closing this closes it. */
  public Flatten(StructuredEnv<T> inner) {
    this.inner = inner;
    this.space = box(inner.observationSpace());
  }

  /** Returns the box of the flat vectors of a space. */
  static Box box(Space<?> space) {
    float[] low = new float[space.flatSize()];
    float[] high = new float[space.flatSize()];
    fill(space, low, high, 0);
    return Box.of(low, high);
  }

  private static int fill(Space<?> space, float[] low, float[] high, int offset) {
    int at = offset;
    if (space instanceof Dict dict) {
      for (Space<?> part : dict.parts().values()) {
        at = fill(part, low, high, at);
      }
      return at;
    }
    for (int k = 0; k < space.flatSize(); k++) {
      low[at] = space instanceof Box box ? box.low(k) : 0;
      high[at] = space instanceof Box box ? box.high(k) : 1;
      at++;
    }
    return at;
  }

  @Override
  public EnvSpec spec() {
    return inner.spec();
  }

  @Override
  public Box observationSpace() {
    return space;
  }

  @Override
  public Discrete actionSpace() {
    return inner.actionSpace();
  }

  @Override
  public Step reset(ResetOptions options) {
    return flat(inner.reset(options));
  }

  @Override
  public Step step(int action) {
    return flat(inner.step(action));
  }

  @Override
  public boolean[] actionMasks() {
    return inner.actionMasks();
  }

  @Override
  public void close() {
    inner.close();
  }

  private Step flat(StructuredEnv.Outcome<T> outcome) {
    return new Step(
        inner.observationSpace().flatten(outcome.observation()),
        outcome.mask(),
        outcome.reward(),
        outcome.terminated(),
        outcome.truncated(),
        outcome.info());
  }
}
