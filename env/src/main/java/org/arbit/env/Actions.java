package org.arbit.env;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The check of an action that all environments share. */
public final class Actions {

  private Actions() {}

  /**
   * Refuses an action that is out of range or masked.
   *
   * @param masks a batch of masks
   * @param offset where the mask of this environment begins
   * @param index of the environment in its vector, for the message; 0 for a single one
   * @throws IllegalArgumentException naming the action and what is allowed
   */
  public static void check(Discrete space, boolean[] masks, int offset, int action, int index) {
    if (!space.contains(action)) {
      throw new IllegalArgumentException(
          "Action "
              + action
              + " of environment "
              + index
              + " is out of range; allowed are "
              + space
              + ".");
    }
    if (!masks[offset + action - space.start()]) {
      String valid =
          IntStream.range(0, space.n())
              .filter(k -> masks[offset + k])
              .mapToObj(k -> Integer.toString(space.start() + k))
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "Action "
              + action
              + " of environment "
              + index
              + " is masked; valid now are "
              + valid
              + ".");
    }
  }
}
