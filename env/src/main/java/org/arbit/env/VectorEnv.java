package org.arbit.env;

import org.jspecify.annotations.Nullable;

/**
 * A batch of {@link #size()} environments of the same kind that step together. All arrays are row
 * by row: observation i is at {@code [i * d, (i + 1) * d)} with d the length of the observation,
 * mask i at {@code [i * a, (i + 1) * a)} with a the number of actions.
 *
 * <p>Not thread-safe.
 */
public interface VectorEnv extends AutoCloseable {

  /** Returns the specification it was made from. */
  EnvSpec spec();

  /** Returns the number of environments. */
  int size();

  /** Returns the space of one environment's observation. */
  Box observationSpace();

  /** Returns the space of one environment's action. */
  Discrete actionSpace();

  /** Returns what happens to an environment whose episode has ended. */
  AutoReset autoReset();

  /**
   * Starts new episodes in all environments, or with {@link ResetOptions#RESET_MASK} in some.
   *
   * @throws IllegalArgumentException for an unknown option or a wrong value
   * @throws IllegalStateException when closed
   */
  VectorStep reset(ResetOptions options);

  /**
   * Takes one action in every environment.
   *
   * @param actions one valid action per environment; not read where the environment resets itself
   *     in this step ({@link AutoReset#NEXT_STEP}) or is marked {@code waiting} in the infos
   * @throws IllegalArgumentException if an action is out of range or masked; nothing has changed
   * @throws IllegalStateException before the first reset, when closed, or with {@link
   *     AutoReset#DISABLED} while the episode of an environment has ended
   */
  VectorStep step(int[] actions);

  /** Returns a copy of the masks that the last reset or step returned. */
  boolean[] actionMasks();

  /** Returns a picture of the present state of environment {@code index}; null if there is none. */
  default @Nullable String render(int index) {
    return null;
  }

  /** Returns the environment inside all wrappers; itself where there is none. */
  default VectorEnv unwrapped() {
    return this;
  }

  /** Releases everything. Closing twice is harmless. */
  @Override
  void close();
}
