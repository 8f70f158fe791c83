package org.arbit.experiments.bench;

import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorEnv;

/** Begins environments anew and steps through them, with actions drawn at random. */
final class RandomSteps {

  private final VectorEnv env;
  private final SeededRandom random = new SeededRandom(1);
  private final int[] actions;
  private long resets;

  RandomSteps(VectorEnv env) {
    this.env = env;
    this.actions = new int[env.size()];
  }

  void run(int vectorSteps) {
    env.reset(ResetOptions.seeded(resets++));
    int choices = env.actionSpace().n();
    for (int step = 0; step < vectorSteps; step++) {
      for (int i = 0; i < actions.length; i++) {
        actions[i] = random.nextInt(choices);
      }
      env.step(actions);
    }
  }
}
