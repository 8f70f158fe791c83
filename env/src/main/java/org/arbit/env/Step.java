package org.arbit.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a single environment returns from reset and step. The arrays belong to the caller.
 *
 * @param observation {@code d} numbers within the observation space
 * @param mask {@code a} entries, true where the next action is valid; at least one until the end
 * @param reward for the action just taken; 0 after a reset
 * @param terminated the episode came to its own end
 * @param truncated the episode was cut off from outside; never together with {@code terminated}
 * @param info further facts by name, unmodifiable; the environment documents its keys
 */
public record Step(
    float[] observation,
    boolean[] mask,
    double reward,
    boolean terminated,
    boolean truncated,
    Map<String, Object> info) {

  /** Copies the info and keeps its order. */
  public Step {
    info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
  }

  /** Returns the first step of an episode. */
  public static Step first(float[] observation, boolean[] mask, Map<String, Object> info) {
    return new Step(observation, mask, 0, false, false, info);
  }

  /** Returns a step after which the episode goes on. */
  public static Step next(
      float[] observation, boolean[] mask, double reward, Map<String, Object> info) {
    return new Step(observation, mask, reward, false, false, info);
  }

  /** Returns the last step of an episode that came to its own end. */
  public static Step terminal(
      float[] observation, boolean[] mask, double reward, Map<String, Object> info) {
    return new Step(observation, mask, reward, true, false, info);
  }

  /** Returns this step, cut off; unchanged if the episode has come to its own end. */
  public Step cutOff() {
    return terminated ? this : new Step(observation, mask, reward, false, true, info);
  }

  /** Whether the episode has ended. */
  public boolean done() {
    return terminated || truncated;
  }
}
