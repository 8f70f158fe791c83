package org.arbit.env.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.arbit.env.Actions;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Resumable;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;
import org.jspecify.annotations.Nullable;

/**
 * An environment of three steps that breaks the rule with a given number, and as few others as can
 * be; with the number 0 it breaks none.
 */
final class BrokenEnv implements Env, Resumable {

  private static final AtomicInteger SHARED = new AtomicInteger();

  private final int broken;
  private final SeededRandom random = new SeededRandom(0);
  private final Discrete actions = new Discrete(3);
  private Box observations = Box.uniform(0, 1, 2);
  private float[] observation = new float[2];
  private boolean[] mask = new boolean[3];
  private @Nullable Step last;
  private float drawn;
  private int time;
  private boolean closed;

  BrokenEnv(int broken) {
    this.broken = broken;
    if (broken == 10) {
      observations = Box.of(new float[] {0, 0}, new float[] {1, Float.POSITIVE_INFINITY});
    }
  }

  @Override
  public EnvSpec spec() {
    List<String> modes = broken == 12 ? List.of("hologram") : List.of("ansi");
    Map<String, Object> parameters =
        broken == 11 ? Map.of("bound", Double.NaN) : Map.of("renderMode", "ansi");
    return new EnvSpec("Broken-v1", parameters, modes);
  }

  @Override
  public Box observationSpace() {
    return broken == 9 ? Box.uniform(0, 1, 2) : observations;
  }

  @Override
  public Discrete actionSpace() {
    return actions;
  }

  @Override
  public Step reset(ResetOptions options) {
    if (closed && broken != 45) {
      throw new IllegalStateException("closed");
    }
    if (broken != 19) {
      options.checkKnown(List.of());
    }
    Long seed = options.seed();
    if (seed != null && broken != 15) {
      random.seed(broken == 17 ? 5 : seed);
    }
    if (seed == null && broken == 18) {
      random.seed(9);
    }
    if (broken != 20) {
      time = 0;
    } else if (time >= 3) {
      time = 0;
    }
    drawn = (float) random.nextDouble();
    if (broken == 16 && seed == null) {
      drawn = SHARED.incrementAndGet() % 1000 / 1000f;
    }
    if (broken == 14) {
      drawn += 3;
    }
    Map<String, Object> info = info(0);
    float[] shown = broken == 13 ? new float[0] : show();
    Step step = Step.first(shown, showMask(), info);
    return remember(broken == 13 ? new Step(shown, new boolean[1], 1, false, false, info) : step);
  }

  @Override
  public Step step(int action) {
    if (closed && broken != 45) {
      throw new IllegalStateException("closed");
    }
    if (last == null && broken != 22) {
      throw new IllegalStateException("not reset");
    }
    if (last != null && last.done()) {
      if (broken != 23) {
        throw new IllegalStateException("ended");
      }
      return last;
    }
    check(action);
    time++;
    drawn = (float) random.nextDouble();
    if (broken == 30 || broken == 31) {
      drawn = SHARED.incrementAndGet() % 1000 / 1000f;
    }
    double reward = broken == 25 ? Double.POSITIVE_INFINITY : action;
    boolean done = time == 3;
    if (done && broken == 35) {
      return lastIsFirst(reward);
    }
    Map<String, Object> info = info(broken == 29 ? reward + 1 : reward);
    return remember(new Step(show(), showMask(), reward, done, done && broken == 26, info));
  }

  /** Shows the next episode's first observation, and begins with it again at the reset. */
  private Step lastIsFirst(double reward) {
    long state = random.state();
    time = 0;
    drawn = (float) random.nextDouble();
    Step step = new Step(show(), showMask(), reward, true, false, info(reward));
    random.restore(state);
    return remember(step);
  }

  private void check(int action) {
    if (broken == 32 && !actions.contains(action)) {
      throw new IllegalArgumentException("no");
    }
    if (broken == 33) {
      return;
    }
    if (last != null) {
      Actions.check(actions, mask(), 0, action, 0);
    }
  }

  private Map<String, Object> info(double reward) {
    Map<String, Object> info = new HashMap<>();
    info.put("reward.a", reward);
    if (broken == 28) {
      info.put("key" + time % 2, 1);
    }
    return info;
  }

  private float[] show() {
    float[] shown = broken == 34 ? observation : new float[2];
    shown[0] = time / 3f;
    shown[1] = drawn;
    if (broken == 24 && time == 2) {
      shown[1] = -1;
    }
    if (broken == 36 && time == 2) {
      shown[1] = Float.NaN;
    }
    return shown;
  }

  private boolean[] mask() {
    return new boolean[] {true, true, time != 1};
  }

  private boolean[] showMask() {
    mask = mask();
    return mask.clone();
  }

  private Step remember(Step step) {
    last = step;
    return step;
  }

  @Override
  public boolean[] actionMasks() {
    return mask();
  }

  @Override
  public @Nullable String render() {
    return broken == 44 ? null : "time " + time;
  }

  @Override
  public String state() {
    return Long.toString(random.state());
  }

  @Override
  public void restore(String state) {
    random.restore(Long.parseLong(state));
  }

  @Override
  public void close() {
    closed = true;
  }
}
