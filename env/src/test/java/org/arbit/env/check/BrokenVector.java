package org.arbit.env.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.wrappers.VectorEnvWrapper;

/** A vector that breaks the rule with a given number; with the number 0 it breaks none. */
final class BrokenVector extends VectorEnvWrapper {

  private static final AtomicInteger SHARED = new AtomicInteger();

  private final int broken;

  BrokenVector(int broken, int size, AutoReset autoReset) {
    super(SyncVectorEnv.of(size, i -> new BrokenEnv(0), autoReset));
    this.broken = broken;
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    Long seed = options.seed();
    if (broken == 49 && seed != null) {
      long[] same = new long[size()];
      Arrays.fill(same, seed);
      return inner().reset(ResetOptions.none().withSeeds(same));
    }
    return inner().reset(options);
  }

  @Override
  public VectorStep step(int[] actions) {
    int[] taken = actions;
    if (broken == 53) {
      taken = actions.clone();
      for (int i = 0; i < taken.length; i++) {
        taken[i] = Math.floorMod(taken[i], actionSpace().n());
      }
    }
    VectorStep step = inner().step(taken);
    float[] last = step.finalObservations();
    Map<String, Object> infos = step.infos();
    if (broken == 50 && last != null) {
      last = step.observations().clone();
    }
    if (broken == 51) {
      infos = new HashMap<>(infos);
      infos.remove("_reward.a");
    }
    double[] rewards = step.rewards();
    if (broken == 52) {
      rewards[0] = SHARED.incrementAndGet();
    }
    return new VectorStep(
        step.observations(),
        step.masks(),
        rewards,
        step.terminated(),
        step.truncated(),
        infos,
        last,
        step.finalInfos());
  }
}
