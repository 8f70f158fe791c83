package org.arbit.supernet.training;

/** Is told how a training goes. */
public interface TrainingListener {

  /** Listens to nothing. */
  TrainingListener NONE = (step, steps, loss) -> {};

  /**
   * A step is done.
   *
   * @param step 1..steps
   * @param steps number of all steps
   * @param loss mean loss of its passes
   */
  void stepDone(int step, int steps, double loss);
}
