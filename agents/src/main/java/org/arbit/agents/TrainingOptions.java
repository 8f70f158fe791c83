package org.arbit.agents;

import org.arbit.env.ResetOptions;

/**
 * How long to train, and on which episodes.
 *
 * @param steps environment steps (over all environments) in the agent's life after which to end;
 *     the training ends with the first vector step that reaches it
 * @param seed of the episodes, at least 0
 * @param segmentSteps after about so many environment steps all environments start anew from a seed
 *     that depends on {@code seed} and the agent's steps alone; resuming is exact from there
 * @param reset further options for every reset, such as a fixed trade-off
 */
public record TrainingOptions(long steps, long seed, long segmentSteps, ResetOptions reset) {

  private static final long SEGMENT = 100_000;

  /** Checks the ranges. */
  public TrainingOptions {
    if (steps < 0 || seed < 0 || segmentSteps < 1) {
      throw new IllegalArgumentException(
          "Training needs steps >= 0, a seed >= 0 and segments of at least 1 step, but they are "
              + steps
              + ", "
              + seed
              + " and "
              + segmentSteps
              + ".");
    }
  }

  /** Returns options with segments of 100,000 steps and no further reset options. */
  public static TrainingOptions of(long steps, long seed) {
    return new TrainingOptions(steps, seed, SEGMENT, ResetOptions.none());
  }

  /** Returns these options with another length of segments. */
  public TrainingOptions withSegmentSteps(long value) {
    return new TrainingOptions(steps, seed, value, reset);
  }

  /** Returns these options with other reset options. */
  public TrainingOptions withReset(ResetOptions value) {
    return new TrainingOptions(steps, seed, segmentSteps, value);
  }
}
