package org.arbit.experiments.config;

/**
 * Successive halving: trials are paused, and only the better ones go on.
 *
 * @param minimumSteps environment steps before the first choice
 * @param factor of the settings, one in so many goes on; the steps before the next choice grow by
 *     it
 */
public record HalvingConfig(long minimumSteps, int factor) {

  /** Checks the ranges. */
  public HalvingConfig {
    new Problems()
        .range("minimumSteps", minimumSteps, 1, Long.MAX_VALUE)
        .range("factor", factor, 2, 1000)
        .throwIfAny();
  }

  /** Returns what holds where a file asks for halving and says no more. */
  static HalvingConfig defaults() {
    return new HalvingConfig(100_000, 3);
  }
}
