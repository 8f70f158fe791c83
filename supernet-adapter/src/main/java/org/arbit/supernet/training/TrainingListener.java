package org.arbit.supernet.training;

/** Is told how a training goes. What it throws ends the training. */
@FunctionalInterface
public interface TrainingListener {

  /** Listens to nothing. */
  TrainingListener NONE = progress -> {};

  /** A step is done; of the last step of an epoch, {@link #epochDone} is told first. */
  void stepDone(TrainingProgress progress);

  /** A pass over the training images is done, and validated if it was to be. */
  default void epochDone(EpochReport report) {}
}
