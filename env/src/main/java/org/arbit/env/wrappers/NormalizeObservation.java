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
    this.space = space(inner.observationSpace().size());
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
    return new Step(
        scaled(observation, moments, observation.length),
        step.mask(),
        step.reward(),
        step.terminated(),
        step.truncated(),
        step.info());
  }

  /** Returns the space of what {@link #scaled} gives. */
  static Box space(int length) {
    return Box.uniform(-CLIP, CLIP, length);
  }

  /** Returns one observation after the other, each of {@code length} entries, normalized. */
  static float[] scaled(float[] observations, RunningMoments moments, int length) {
    double[] units = new double[length];
    for (int k = 0; k < length; k++) {
      units[k] = Math.sqrt(moments.variance(k) + LEAST_VARIANCE);
    }
    float[] scaled = new float[observations.length];
    for (int at = 0; at < scaled.length; at++) {
      int k = at % length;
      double value = (observations[at] - moments.mean(k)) / units[k];
      scaled[at] = (float) Math.max(-CLIP, Math.min(CLIP, value));
    }
    return scaled;
  }
}
