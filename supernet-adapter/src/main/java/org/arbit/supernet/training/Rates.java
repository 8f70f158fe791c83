package org.arbit.supernet.training;

/**
 * Learning rate and momentum of every step of a training.
 *
 * @param schedule their course
 * @param learningRate at its highest
 * @param momentum at its highest
 * @param warmUp share of the steps in which the rate rises, in [0, 1)
 * @param steps number of all steps
 */
record Rates(
    Optimization.Schedule schedule,
    double learningRate,
    double momentum,
    double warmUp,
    int steps) {

  private static final double FIRST = 1 / 25.0;
  private static final double LAST = FIRST / 1e4;
  private static final double LEAST_MOMENTUM = 0.85 / 0.95;

  static Rates of(TrainingConfig config, int steps) {
    return new Rates(
        config.optimization().schedule(),
        config.learningRate(),
        config.momentum(),
        config.warmUp(),
        steps);
  }

  /** Returns the learning rate of a step, 0..steps-1. */
  double learningRateAt(int step) {
    double warm = warmUp * steps;
    if (schedule == Optimization.Schedule.ONE_CYCLE) {
      double low = learningRate * (step < warm ? FIRST : LAST);
      return low + (learningRate - low) * height(step, warm);
    }
    if (step < warm) {
      return learningRate * (step + 1) / warm;
    }
    double progress = (step - warm) / (steps - warm);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
  }

  /** Returns the momentum of a step, 0..steps-1. */
  double momentumAt(int step) {
    return schedule == Optimization.Schedule.ONE_CYCLE
        ? momentum * (1 - (1 - LEAST_MOMENTUM) * height(step, warmUp * steps))
        : momentum;
  }

  /** Returns how far up the hill a step is: 0 at both ends, 1 where the rise ends. */
  private double height(int step, double warm) {
    return step < warm
        ? 0.5 * (1 - Math.cos(Math.PI * step / warm))
        : 0.5 * (1 + Math.cos(Math.PI * (step - warm) / (steps - warm)));
  }
}
