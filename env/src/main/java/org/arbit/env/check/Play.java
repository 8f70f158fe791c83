package org.arbit.env.check;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Resumable;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.jspecify.annotations.Nullable;

/** Plays episodes with random valid actions, and writes down what was seen. */
final class Play {

  /** An episode that is longer than this never ends. */
  static final int LONGEST = 20_000;

  private Play() {}

  /**
   * Plays to the end of an episode.
   *
   * @param first the step that {@code reset} has returned
   * @param seen receives every later step
   * @return the last step
   */
  static Step episode(Env env, Step first, SeededRandom random, Consumer<Step> seen) {
    Step step = first;
    for (int t = 0; !step.done(); t++) {
      Rule.require(t < LONGEST, "an episode has not ended after " + LONGEST + " steps");
      step = env.step(action(env, step, random));
      seen.accept(step);
    }
    return step;
  }

  /** Draws a valid action. */
  static int action(Env env, Step step, SeededRandom random) {
    return env.actionSpace().sample(random, step.mask());
  }

  /** Draws a valid action for every environment of a vector. */
  static int[] actions(VectorEnv env, VectorStep step, SeededRandom random) {
    int[] actions = new int[env.size()];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = env.actionSpace().sample(random, step.masks(), i * env.actionSpace().n());
    }
    return actions;
  }

  /** Returns everything that was seen in some episodes, a line for each step. */
  static List<String> trace(Env env, long seed, int episodes) {
    List<String> trace = new ArrayList<>();
    SeededRandom random = new SeededRandom(seed);
    for (int episode = 0; episode < episodes; episode++) {
      Step first = env.reset(episode == 0 ? ResetOptions.seeded(seed) : ResetOptions.none());
      trace.add(facts(first));
      episode(env, first, random, step -> trace.add(facts(step)));
    }
    trace.add(String.valueOf(state(env)));
    return trace;
  }

  /** Returns everything that was seen in some steps of a vector. */
  static List<String> trace(VectorEnv env, long seed, int steps) {
    List<String> trace = new ArrayList<>();
    SeededRandom random = new SeededRandom(seed);
    VectorStep step = env.reset(ResetOptions.seeded(seed));
    trace.add(facts(step));
    for (int t = 0; t < steps; t++) {
      step = env.step(actions(env, step, random));
      trace.add(facts(step));
    }
    return trace;
  }

  /** Requires that two traces are equal, and names the first line that is not. */
  static void requireSame(List<String> expected, List<String> found, String what) {
    for (int t = 0; t < Math.max(expected.size(), found.size()); t++) {
      String one = t < expected.size() ? expected.get(t) : "nothing";
      String other = t < found.size() ? found.get(t) : "nothing";
      Rule.require(
          one.equals(other),
          what + ", the first difference is at line " + t + ":\n" + one + "\n" + other);
    }
  }

  /** Returns the state of the random numbers; null where it cannot be seen. */
  static @Nullable String state(Env env) {
    if (env.unwrapped() instanceof Resumable resumable) {
      try {
        return resumable.state();
      } catch (UnsupportedOperationException e) {
        return null;
      }
    }
    return null;
  }

  /** Returns everything that a step says. */
  static String facts(Step step) {
    return describe(step.observation())
        + describe(step.mask())
        + step.reward()
        + (step.terminated() ? " terminated" : "")
        + (step.truncated() ? " truncated" : "")
        + describe(step.info());
  }

  /** Returns everything that a step of a vector says. */
  static String facts(VectorStep step) {
    float[] last = step.finalObservations();
    return describe(step.observations())
        + describe(step.masks())
        + describe(step.rewards())
        + describe(step.terminated())
        + describe(step.truncated())
        + describe(step.infos())
        + (last == null ? "" : describe(last))
        + describe(step.finalInfos());
  }

  /** Returns a value as text, arrays and maps with their contents. */
  static String describe(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, entry) -> sorted.put(String.valueOf(key), describe(entry)));
      return sorted.toString();
    }
    if (value != null && value.getClass().isArray()) {
      StringBuilder out = new StringBuilder("[");
      for (int k = 0; k < Array.getLength(value); k++) {
        out.append(k == 0 ? "" : ", ").append(describe(Array.get(value, k)));
      }
      return out.append(']').toString();
    }
    return String.valueOf(value);
  }
}
