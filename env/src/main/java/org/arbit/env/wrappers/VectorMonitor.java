package org.arbit.env.wrappers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/**
 * Adds to the infos of the environments whose episode has just ended what {@link Monitor} would add
 * to each: {@value Monitor#KEY}, an {@code Object[]} of maps with the return {@code r}, the length
 * {@code l} and the seconds {@code t}. With {@link AutoReset#SAME_STEP} it stands in {@link
 * VectorStep#finalInfos()}, otherwise in {@link VectorStep#infos()}. Steps in which a sample that
 * has left waits for the others are no part of its length.
 */
public final class VectorMonitor extends VectorEnvWrapper {

  private static final double NANOS = 1e9;

  private final LongSupplier clock;
  private final Lanes lanes;
  private final double[] totals;
  private final int[] lengths;
  private final long[] begun;

  /** Wraps a vector. */
  public VectorMonitor(VectorEnv inner) {
    this(inner, System::nanoTime);
  }

  /**
   * Wraps a vector.
   *
   * @param clock tells the time in nanoseconds from anywhere
   */
  public VectorMonitor(VectorEnv inner, LongSupplier clock) {
    super(inner);
    this.clock = clock;
    this.lanes = new Lanes(inner);
    this.totals = new double[inner.size()];
    this.lengths = new int[inner.size()];
    this.begun = new long[inner.size()];
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    VectorStep step = inner().reset(options);
    boolean[] anew = lanes.begun(options);
    for (int i = 0; i < anew.length; i++) {
      if (anew[i]) {
        begin(i);
      }
    }
    return step;
  }

  private void begin(int index) {
    totals[index] = 0;
    lengths[index] = 0;
    begun[index] = clock.getAsLong();
  }

  @Override
  public VectorStep step(int[] actions) {
    VectorStep step = inner().step(actions);
    boolean[] took = lanes.took(step);
    Object[] episodes = new Object[size()];
    boolean[] ended = new boolean[size()];
    boolean any = false;
    for (int i = 0; i < took.length; i++) {
      if (took[i]) {
        totals[i] += step.rewards()[i];
        lengths[i]++;
      }
      if (step.done(i)) {
        double seconds = (clock.getAsLong() - begun[i]) / NANOS;
        episodes[i] = Map.of("r", totals[i], "l", lengths[i], "t", seconds);
        ended[i] = true;
        any = true;
        begin(i);
      }
    }
    if (!any) {
      return step;
    }
    boolean same = autoReset() == AutoReset.SAME_STEP;
    return new VectorStep(
        step.observations(),
        step.masks(),
        step.rewards(),
        step.terminated(),
        step.truncated(),
        same ? step.infos() : with(step.infos(), episodes, ended),
        step.finalObservations(),
        same ? with(step.finalInfos(), episodes, ended) : step.finalInfos());
  }

  private Map<String, Object> with(Map<String, Object> infos, Object[] episodes, boolean[] ended) {
    Map<String, Object> more = new LinkedHashMap<>(infos);
    if (more.put(Monitor.KEY, episodes) != null) {
      throw new IllegalStateException(
          "The infos of "
              + spec().id()
              + " already have the key "
              + Monitor.KEY
              + ". Maybe it is monitored twice?");
    }
    more.put("_" + Monitor.KEY, ended);
    return more;
  }
}
