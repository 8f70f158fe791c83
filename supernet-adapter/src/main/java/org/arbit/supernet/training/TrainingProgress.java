package org.arbit.supernet.training;

import java.util.function.Supplier;

/**
 * How far a training is after a step.
 *
 * @param step number of steps that are done, 1..steps
 * @param steps number of all steps
 * @param loss mean loss of the passes of this step
 * @param capture copies the state; only while the listener is being told of the step
 */
public record TrainingProgress(int step, int steps, double loss, Supplier<TrainingState> capture) {

  /**
   * Copies all that decides how the training goes on; only while the listener is being told of the
   * step.
   *
   * @throws DivergenceException if a parameter is no longer a number
   */
  public TrainingState state() {
    return capture.get();
  }
}
