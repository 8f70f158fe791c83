package org.arbit.env;

import org.jspecify.annotations.Nullable;

/**
 * One environment in the manner of Gymnasium, with masks.
 *
 * <p>Stricter than Gymnasium: stepping before the first reset or after the end of an episode is an
 * error and changes nothing, as is an action that is out of range or masked. To write one,
 * implement this interface (or {@link VectorEnv} where a batch is cheaper than its parts), put it
 * through {@code org.arbit.env.check.EnvCheck}, and register a provider.
 *
 * <p>Not thread-safe.
 */
public interface Env extends AutoCloseable {

  /** Returns the specification it was made from. */
  EnvSpec spec();

  /** Returns the space of observations; the same object for the life of the environment. */
  Box observationSpace();

  /** Returns the space of actions; the same object for the life of the environment. */
  Discrete actionSpace();

  /**
   * Starts a new episode.
   *
   * @throws IllegalArgumentException for an unknown option or a wrong value
   * @throws IllegalStateException when closed
   */
  Step reset(ResetOptions options);

  /**
   * Takes an action.
   *
   * @throws IllegalArgumentException if the action is out of range or masked; nothing has changed
   * @throws IllegalStateException before the first reset, after the end, or when closed
   */
  Step step(int action);

  /** Returns a copy of the mask that the last reset or step returned. */
  boolean[] actionMasks();

  /**
   * Returns a picture of the present state as text, or as HTML for environments made in that mode;
   * null where there is none.
   */
  default @Nullable String render() {
    return null;
  }

  /** Returns the environment inside all wrappers; itself where there is none. */
  default Env unwrapped() {
    return this;
  }

  /** Releases everything. Closing twice is harmless. */
  @Override
  default void close() {}
}
