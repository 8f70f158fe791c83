package org.arbit.env.wrappers;

import org.arbit.env.Box;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/**
 * {@link NormalizeObservation} for all environments of a vector at once: they share their moments,
 * which learn from the rows in their order. Rows of samples that wait for the others of their batch
 * teach nothing; final observations are normalized, too, and teach nothing where the autoreset has
 * put the first one of the next episode in their place. After {@link #freeze()} it learns no more.
 */
public final class VectorNormalizeObservation extends VectorEnvWrapper {

  private final Box space;
  private final RunningMoments moments;
  private boolean frozen;

  /** Wraps a vector; nothing has been seen yet. */
  public VectorNormalizeObservation(VectorEnv inner) {
    this(inner, new RunningMoments(inner.observationSpace().size()));
  }

  /** Wraps a vector with moments that are shared with others, or were saved. */
  public VectorNormalizeObservation(VectorEnv inner, RunningMoments moments) {
    super(inner);
    this.space = NormalizeObservation.space(inner.observationSpace().size());
    this.moments = moments;
  }

  /** Learns no more; returns this. */
  public VectorNormalizeObservation freeze() {
    frozen = true;
    return this;
  }

  /** Returns the moments. */
  public RunningMoments moments() {
    return moments;
  }

  @Override
  public Box observationSpace() {
    return space;
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    return normalize(inner().reset(options));
  }

  @Override
  public VectorStep step(int[] actions) {
    return normalize(inner().step(actions));
  }

  private VectorStep normalize(VectorStep step) {
    float[] observations = step.observations();
    int length = space.size();
    for (int i = 0; !frozen && i < size(); i++) {
      if (!Lanes.waits(step, i)) {
        moments.add(observations, i * length);
      }
    }
    float[] last = step.finalObservations();
    return new VectorStep(
        NormalizeObservation.scaled(observations, moments, length),
        step.masks(),
        step.rewards(),
        step.terminated(),
        step.truncated(),
        step.infos(),
        last == null ? null : NormalizeObservation.scaled(last, moments, length),
        step.finalInfos());
  }
}
