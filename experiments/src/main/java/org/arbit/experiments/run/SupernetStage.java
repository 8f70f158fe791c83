package org.arbit.experiments.run;

import java.util.Locale;
import java.util.Map;
import org.arbit.experiments.config.SupernetConfig;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.SuperNetTrainer;
import org.arbit.supernet.training.TrainingConfig;

/** Trains a super-network, and freezes it. */
public final class SupernetStage {

  /** The name of the checkpoint in a run folder. */
  public static final String FOLDER = "supernet";

  private static final String PART = "super-network";

  private SupernetStage() {}

  /** Trains. */
  public static SuperNetCheckpoint train(
      SupernetConfig config,
      long seed,
      DataSplits data,
      Workers workers,
      Progress progress,
      MetricsFile metrics) {
    SuperNetTrainer trainer = new SuperNetTrainer(training(config, seed), data, workers);
    int batch = Math.min(config.batch(), data.train().size());
    int steps = data.train().size() / batch * config.epochs();
    try (Progress.Part part = progress.start(PART, "batches", steps)) {
      return trainer.train(
          (step, total, loss) -> {
            part.to(step, String.format(Locale.ROOT, "loss %.3f", loss));
            metrics.add(PART, step, Map.of("loss", loss));
          });
    }
  }

  /** Returns the network as environments and evaluation see it. */
  public static FrozenNetwork freeze(SuperNetCheckpoint checkpoint, Workers workers) {
    return FrozenNetwork.of(checkpoint, workers);
  }

  private static TrainingConfig training(SupernetConfig config, long seed) {
    return new TrainingConfig(
        config.architecture(),
        config.candidates(),
        config.separate(),
        config.recipe(),
        config.switches(),
        config.epochs(),
        config.batch(),
        config.learningRate(),
        config.warmUp(),
        config.momentum(),
        config.weightDecay(),
        config.stepRateFactor(),
        config.randomAllocations(),
        config.recalibration(),
        config.constantNorm(),
        config.shard(),
        seed);
  }
}
