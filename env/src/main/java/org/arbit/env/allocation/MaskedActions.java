package org.arbit.env.allocation;

/** What happens when a masked action is taken. */
public enum MaskedActions {
  /** It is refused, and nothing changes. */
  ERROR,
  /** The nearest valid action below it is taken; above it where there is none below. */
  CLAMP,
  /** As {@link #CLAMP}, and the reward has the term {@code masked-action}, -1 each time. */
  PENALTY
}
