package org.arbit.env;

/**
 * An environment whose random numbers can be saved between episodes. What is saved decides
 * everything that is drawn at later resets; an episode under way is not part of it.
 */
public interface Resumable {

  /** Returns the state of the random numbers as a small JSON text. */
  String state();

  /**
   * Goes back to a saved state. The next call must be a reset without a seed.
   *
   * @throws IllegalArgumentException if the text is no state of an environment like this
   */
  void restore(String state);
}
