package org.arbit.env.wrappers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/**
 * {@link NormalizeReward} for all environments of a vector at once: each has its running return,
 * all share the moments. A return begins anew with its episode. The infos get the undivided rewards
 * as {@value NormalizeReward#KEY} ({@code double[size]}). After {@link #freeze()} it learns no
 * more.
 */
public final class VectorNormalizeReward extends VectorEnvWrapper {

  private final double gamma;
  private final Lanes lanes;
  private final double[] running;
  private final RunningMoments moments = new RunningMoments(1);
  private boolean frozen;

  /**
   * Wraps a vector.
   *
   * @param gamma discount of the returns, in [0, 1]
   */
  public VectorNormalizeReward(VectorEnv inner, double gamma) {
    super(inner);
    this.gamma = NormalizeReward.checked(gamma);
    this.lanes = new Lanes(inner);
    this.running = new double[inner.size()];
  }

  /** Learns no more; returns this. */
  public VectorNormalizeReward freeze() {
    frozen = true;
    return this;
  }

  /** Returns the moments of the returns. */
  public RunningMoments moments() {
    return moments;
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    VectorStep step = inner().reset(options);
    boolean[] begun = lanes.begun(options);
    for (int i = 0; i < begun.length; i++) {
      running[i] = begun[i] ? 0 : running[i];
    }
    return step;
  }

  @Override
  public VectorStep step(int[] actions) {
    VectorStep step = inner().step(actions);
    boolean[] took = lanes.took(step);
    for (int i = 0; !frozen && i < took.length; i++) {
      if (took[i]) {
        running[i] = running[i] * gamma + step.rewards()[i];
        moments.add(new float[] {(float) running[i]}, 0);
      }
    }
    double[] scaled = new double[took.length];
    boolean[] all = new boolean[took.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = step.rewards()[i] / NormalizeReward.unit(moments);
      all[i] = true;
      running[i] = step.done(i) ? 0 : running[i];
    }
    Map<String, Object> infos = new LinkedHashMap<>(step.infos());
    infos.put(NormalizeReward.KEY, step.rewards());
    infos.put("_" + NormalizeReward.KEY, all);
    return new VectorStep(
        step.observations(),
        step.masks(),
        scaled,
        step.terminated(),
        step.truncated(),
        infos,
        step.finalObservations(),
        step.finalInfos());
  }
}
