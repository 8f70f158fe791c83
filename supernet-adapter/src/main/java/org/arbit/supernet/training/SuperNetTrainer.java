package org.arbit.supernet.training;

import org.arbit.supernet.data.BatchLoader;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Trains a super-network on the training part of a data set. The result depends on settings and
 * data only, neither on the number of workers nor on whether the training was stopped and gone on
 * with. While a step is computed, the images of the next one are read and augmented in the
 * background, by one thread that does nothing else: a thousandth of the step's work or so.
 */
public final class SuperNetTrainer {

  private final TrainingConfig config;
  private final DataSplits data;
  private final Workers workers;

  /**
   * Makes a trainer.
   *
   * @param workers to share the samples of a step
   */
  public SuperNetTrainer(TrainingConfig config, DataSplits data, Workers workers) {
    this.config = config;
    this.data = data;
    this.workers = workers;
  }

  /**
   * Trains to the end.
   *
   * @throws DivergenceException if loss, gradient or parameters stop being numbers
   */
  public SuperNetCheckpoint train(TrainingListener listener) {
    return train(null, listener);
  }

  /**
   * Trains to the end, from the beginning or from where an earlier run was.
   *
   * @param from a state of a training with the same settings and data; null for the beginning
   * @return the same network, bit by bit, wherever it began
   * @throws DivergenceException if loss, gradient or parameters stop being numbers
   * @throws InvalidInputException if {@code from} is the state of another training
   */
  public SuperNetCheckpoint train(@Nullable TrainingState from, TrainingListener listener) {
    TrainingSession session = new TrainingSession(config, data, workers);
    if (from != null) {
      session.restore(from);
    }
    try (BatchLoader loader =
        new BatchLoader(
            data.train(), session.batch(), config.augmentation(), config.seed(), session.step())) {
      while (!session.isDone()) {
        double loss = session.next(loader);
        if (session.isEpochDone()) {
          listener.epochDone(session.endEpoch());
        }
        listener.stepDone(session.progress(loss));
      }
    }
    return session.finish();
  }
}
