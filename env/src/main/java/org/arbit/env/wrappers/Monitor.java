package org.arbit.env.wrappers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/**
 * Adds to the last info of each episode the key {@value #KEY}: a map with the return {@code r}
 * (Double), the length {@code l} (Integer, steps) and the time {@code t} (Double, seconds).
 */
public final class Monitor extends EnvWrapper {

  /** The key. */
  public static final String KEY = "episode";

  private static final double NANOS = 1e9;

  private final LongSupplier clock;
  private double total;
  private int length;
  private long begun;

  /** Wraps an environment. */
  public Monitor(Env inner) {
    this(inner, System::nanoTime);
  }

  /**
   * Wraps an environment.
   *
   * @param clock tells the time in nanoseconds from anywhere
   */
  public Monitor(Env inner, LongSupplier clock) {
    super(inner);
    this.clock = clock;
  }

  @Override
  public Step reset(ResetOptions options) {
    total = 0;
    length = 0;
    begun = clock.getAsLong();
    return inner().reset(options);
  }

  @Override
  public Step step(int action) {
    Step step = inner().step(action);
    total += step.reward();
    length++;
    if (!step.done()) {
      return step;
    }
    Map<String, Object> info = new LinkedHashMap<>(step.info());
    double seconds = (clock.getAsLong() - begun) / NANOS;
    if (info.put(KEY, Map.of("r", total, "l", length, "t", seconds)) != null) {
      throw new IllegalStateException(
          "The info of "
              + spec().id()
              + " already has the key "
              + KEY
              + ". Maybe it is monitored twice?");
    }
    return new Step(
        step.observation(), step.mask(), step.reward(), step.terminated(), step.truncated(), info);
  }
}
