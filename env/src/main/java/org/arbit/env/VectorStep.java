package org.arbit.env;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a vector environment returns from reset and step. The arrays belong to the caller.
 *
 * @param observations {@code size x d}
 * @param masks {@code size x a}, true where the action is valid
 * @param rewards {@code size}; zero after a reset
 * @param terminated {@code size}: the episode came to its own end
 * @param truncated {@code size}: the episode was cut off from outside
 * @param infos arrays by key, each with a {@code _key} boolean array that says for which
 *     environments it holds
 * @param finalObservations {@code size x d}, with {@link AutoReset#SAME_STEP} and where an episode
 *     has just ended: the last observation of that episode; null where none has ended
 * @param finalInfos the infos that belong to them; empty where none has ended
 */
public record VectorStep(
    float[] observations,
    boolean[] masks,
    double[] rewards,
    boolean[] terminated,
    boolean[] truncated,
    Map<String, Object> infos,
    float @Nullable [] finalObservations,
    Map<String, Object> finalInfos) {

  /** Whether the episode of environment {@code index} has just ended. */
  public boolean done(int index) {
    return terminated[index] || truncated[index];
  }
}
