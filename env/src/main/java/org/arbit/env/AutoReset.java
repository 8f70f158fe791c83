package org.arbit.env;

/** What a vector environment does with an environment whose episode has ended. */
public enum AutoReset {
  /** The step after the end resets that environment and ignores its action. */
  NEXT_STEP,
  /**
   * The step that ends an episode returns the first observation of the next one; the last one of
   * the old is in {@link VectorStep#finalObservations()}.
   */
  SAME_STEP,
  /** Nothing: the caller resets. */
  DISABLED
}
