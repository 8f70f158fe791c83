package org.arbit.agents;

import java.util.Map;

/**
 * How far a training is.
 *
 * @param steps environment steps so far, over all environments and saved runs
 * @param totalSteps environment steps after which it ends
 * @param episodes episodes ended so far in this run
 * @param updates updates of the parameters so far
 * @param metrics of the last update: those of the agent, and {@code return} and {@code length}, the
 *     means over the episodes that ended since the update before (absent if none did)
 */
public record TrainingProgress(
    long steps, long totalSteps, long episodes, long updates, Map<String, Double> metrics) {

  /** Returns the share that is done, in [0, 1]. */
  public double share() {
    return Math.min(1, steps / (double) Math.max(1, totalSteps));
  }
}
