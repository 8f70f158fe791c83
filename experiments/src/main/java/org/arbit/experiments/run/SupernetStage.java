package org.arbit.experiments.run;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.arbit.experiments.config.SupernetConfig;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.EpochReport;
import org.arbit.supernet.training.SuperNetTrainer;
import org.arbit.supernet.training.TrainingConfig;
import org.arbit.supernet.training.TrainingListener;
import org.arbit.supernet.training.TrainingProgress;
import org.arbit.supernet.training.TrainingState;

/** Trains a super-network, and freezes it. */
public final class SupernetStage {

  /** The name of the checkpoint in a run folder. */
  public static final String FOLDER = "supernet";

  /** What metrics of single steps are listed under. */
  static final String PART = "super-network";

  /** What metrics of epochs are listed under. */
  static final String EPOCHS = "super-network epochs";

  private SupernetStage() {}

  /** Trains from the beginning, and keeps nothing on the way. */
  public static SuperNetCheckpoint train(
      SupernetConfig config,
      long seed,
      DataSplits data,
      Workers workers,
      Progress progress,
      MetricsFile metrics)
      throws IOException {
    return train(config, seed, data, workers, progress, metrics, SupernetStates.NONE);
  }

  /**
   * Trains, or goes on from the newest state that is kept. When the user wants to stop, the state
   * is kept first.
   */
  static SuperNetCheckpoint train(
      SupernetConfig config,
      long seed,
      DataSplits data,
      Workers workers,
      Progress progress,
      MetricsFile metrics,
      SupernetStates states)
      throws IOException {
    SuperNetTrainer trainer = new SuperNetTrainer(training(config, seed), data, workers);
    TrainingState from = states.newest().orElse(null);
    int batch = Math.min(config.batch(), data.train().size());
    int steps = data.train().size() / batch * config.epochs();
    if (from != null) {
      progress.say("Going on after batch " + from.step() + " of " + steps);
    }
    int done = from == null ? 0 : from.step();
    try (Progress.Part part = progress.start(PART, "batches", Math.max(1, steps - done))) {
      return states.naming(() -> trainer.train(from, new Listener(part, done, metrics, states)));
    }
  }

  /** Returns a hash of all that the network is, whether or not it can be frozen. */
  static String fingerprint(SuperNetCheckpoint checkpoint) {
    NetworkSpec spec =
        NetworkPlan.of(checkpoint.network(), checkpoint.image(), checkpoint.classes()).spec();
    return FrozenNetwork.fingerprint(spec, checkpoint.bitWidths(), checkpoint.parameters());
  }

  /** Returns the network as environments and evaluation see it. */
  public static FrozenNetwork freeze(SuperNetCheckpoint checkpoint, Workers workers) {
    return FrozenNetwork.of(checkpoint, workers);
  }

  static TrainingConfig training(SupernetConfig config, long seed) {
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
        config.integerForward(),
        config.optimization(),
        config.augmentation(),
        config.validation(),
        seed);
  }

  /** Shows, writes down, and keeps. The rate of a resumed run counts from where it went on. */
  private record Listener(
      Progress.Part part, int before, MetricsFile metrics, SupernetStates states)
      implements TrainingListener {

    @Override
    public void stepDone(TrainingProgress progress) {
      metrics.add(PART, progress.step(), Map.of("loss", progress.loss()));
      states.stepDone(progress);
      try {
        part.to(progress.step() - before, String.format(Locale.ROOT, "loss %.3f", progress.loss()));
      } catch (CancellationException e) {
        states.keep(progress);
        throw e;
      }
    }

    @Override
    public void epochDone(EpochReport report) {
      Map<String, Double> values = new TreeMap<>();
      values.put("epoch", (double) report.epoch());
      values.put("loss", report.loss());
      values.put("learningRate", report.learningRate());
      values.put("imagesPerSecond", report.imagesPerSecond());
      report
          .accuracyByBits()
          .forEach((bits, accuracy) -> values.put("validationAccuracy" + bits, accuracy));
      metrics.add(EPOCHS, report.step(), values);
      report.best().ifPresent(states::keepBest);
    }
  }
}
