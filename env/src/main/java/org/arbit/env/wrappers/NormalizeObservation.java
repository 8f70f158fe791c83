package org.arbit.env.wrappers;

import org.arbit.env.Box;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/**
 * Shifts and scales every entry of the observation to mean 0 and variance 1 of what has been seen,
 * clipped to [-10, 10]. After {@link #freeze()} it learns no more, as evaluation wants it.
 */
public final class NormalizeObservation extends EnvWrapper {

  private static final float CLIP = 10;
  private static final double LEAST_VARIANCE = 1e-8;

  private final Box space;
  private final RunningMoments moments;
  private boolean frozen;

  /** Wraps an environment; nothing has been seen yet. */
  public NormalizeObservation(Env inner) {
    this(inner, new RunningMoments(inner.observationSpace().size()));
  }

  /** Wraps an environment with moments that are shared with others, or were saved. */
  public NormalizeObservation(Env inner, RunningMoments moments) {
    super(inner);
    this.space = Box.uniform(-CLIP, CLIP, inner.observationSpace().size());
    this.moments = moments;
  }

  /** Learns no more; returns this. */
  public NormalizeObservation freeze() {
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
  public Step reset(ResetOptions options) {
    return normalize(inner().reset(options));
  }

  @Override
  public Step step(int action) {
    return normalize(inner().step(action));
  }

  private Step normalize(Step step) {
    float[] observation = step.observation();
    if (!frozen) {
      moments.add(observation);
    }
    float[] scaled = new float[observation.length];
    for (int k = 0; k < scaled.length; k++) {
      double unit = Math.sqrt(moments.variance(k) + LEAST_VARIANCE);
      double value = (observation[k] - moments.mean(k)) / unit;
      scaled[k] = (float) Math.max(-CLIP, Math.min(CLIP, value));
    }
    return new Step(
        scaled, step.mask(), step.reward(), step.terminated(), step.truncated(), step.info());
  }
}
