package org.arbit.agents.check;

import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/** A toy without samples, in which the wish for several rollouts of the same one is void. */
record AnyRollouts(VectorEnv toy) implements VectorEnv {

  @Override
  public EnvSpec spec() {
    return toy.spec();
  }

  @Override
  public int size() {
    return toy.size();
  }

  @Override
  public Box observationSpace() {
    return toy.observationSpace();
  }

  @Override
  public Discrete actionSpace() {
    return toy.actionSpace();
  }

  @Override
  public AutoReset autoReset() {
    return toy.autoReset();
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    return toy.reset(options.without(ResetOptions.ROLLOUTS));
  }

  @Override
  public VectorStep step(int[] actions) {
    return toy.step(actions);
  }

  @Override
  public boolean[] actionMasks() {
    return toy.actionMasks();
  }

  @Override
  public VectorEnv unwrapped() {
    return toy.unwrapped();
  }

  @Override
  public void close() {
    toy.close();
  }
}
