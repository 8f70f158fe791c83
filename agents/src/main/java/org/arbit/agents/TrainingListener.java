package org.arbit.agents;

/**
 * Hears of a training: {@code started}, then any number of {@code updated} and {@code checkpoint}
 * with {@code goesOn}, then {@code ended} exactly once, also after an early stop or an error. An
 * exception thrown by a listener ends the training and reaches the caller.
 */
public interface TrainingListener {

  /** A listener that lets the training run. */
  TrainingListener NONE = new TrainingListener() {};

  /** The training begins. */
  default void started(TrainingProgress progress) {}

  /**
   * Parameters have changed.
   *
   * @return false to stop
   */
  default boolean updated(TrainingProgress progress) {
    return true;
  }

  /**
   * A training that is resumed from the state which the agent has now ends like this one, bit for
   * bit.
   */
  default void checkpoint(TrainingProgress progress, LearningAgent agent) {}

  /**
   * Asked right after each {@link #checkpoint}, while the agent is in the state that was kept.
   *
   * @return false to stop there
   */
  default boolean goesOn(TrainingProgress progress) {
    return true;
  }

  /** The training has ended. */
  default void ended(TrainingProgress progress, Training.End end) {}
}
