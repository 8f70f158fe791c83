package org.arbit.env.wrappers;

import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/**
 * Which environments of a vector take part in a step: not those that the step resets ({@link
 * AutoReset#NEXT_STEP}), nor those that have left and wait for the others of their batch.
 */
final class Lanes {

  private static final String WAITING = "waiting";

  private final VectorEnv vector;
  private final boolean[] idle;

  Lanes(VectorEnv vector) {
    this.vector = vector;
    this.idle = new boolean[vector.size()];
  }

  /** Whether environment {@code index} waits for the others after this step. */
  static boolean waits(VectorStep step, int index) {
    return step.infos().get(WAITING) instanceof boolean[] waiting && waiting[index];
  }

  /** Returns which environments a reset has begun anew. */
  boolean[] begun(ResetOptions options) {
    boolean[] some = options.flags(ResetOptions.RESET_MASK);
    boolean[] begun = new boolean[idle.length];
    for (int i = 0; i < begun.length; i++) {
      begun[i] = some == null || some[i];
      idle[i] &= !begun[i];
    }
    return begun;
  }

  /** Returns which environments took part in a step; to be told of every step once. */
  boolean[] took(VectorStep step) {
    boolean[] took = new boolean[idle.length];
    for (int i = 0; i < took.length; i++) {
      took[i] = !idle[i];
      boolean resetsNext = vector.autoReset() == AutoReset.NEXT_STEP && step.done(i);
      idle[i] = resetsNext || waits(step, i);
    }
    return took;
  }
}
