package org.arbit.experiments.run;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.arbit.experiments.Summary;
import org.arbit.experiments.Summary.SupernetFacts;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.TrainingState;
import org.arbit.supernet.training.UniformAccuracy;

/** Trains one super-network into a folder of its own. */
public final class SupernetRun {

  /** The kind of run in the manifest. */
  public static final String KIND = "supernet";

  private SupernetRun() {}

  /** Returns what is wrong with the names of recipe and switches. */
  public static List<Problem> problems(SupernetRunConfig config) {
    return new ConfigChecks().supernet(config.supernet(), "supernet").problems();
  }

  /**
   * Trains, or goes on with a training that was stopped, saves the checkpoint, and measures it.
   *
   * @return what it is, with its accuracies on the test split
   */
  public static SupernetFacts run(
      SupernetRunConfig config, RunFolder folder, Origin origin, Progress progress)
      throws IOException {
    long started = System.nanoTime();
    try (RunLock lock = RunLock.take(folder.path());
        Workers workers = Workers.forThisMachine()) {
      folder.writeConfig(ConfigReader.toYaml(config));
      DataSplits data = DataStage.load(config.data(), config.seed());
      SuperNetCheckpoint checkpoint = train(config, folder, data, workers, progress);
      SortedMap<Integer, Double> accuracies = UniformAccuracy.of(checkpoint, data.test(), workers);
      SupernetFacts facts =
          new Summary.SupernetFacts(
              checkpoint.recipe(),
              checkpoint.network().name(),
              List.copyOf(accuracies.keySet()),
              accuracies);
      new Manifest(KIND, origin.command(), config.seed())
          .with("versions", origin.versions())
          .with("dataSha256", data.sha256())
          .with("supernetSha256", SupernetStage.fingerprint(checkpoint))
          .with("accuracyByBits", facts.accuracyByBits())
          .write(folder.path());
      SupernetFolder.saveInto(folder.path(), checkpoint);
      // Last, so that a folder with a summary is a finished run.
      double seconds = Math.round((System.nanoTime() - started) / 1e8) / 10.0;
      SummaryFile.write(
          folder.path(),
          Summary.of(
              KIND,
              seconds,
              DataStage.facts(data),
              facts,
              UniformResults.of(checkpoint, accuracies)));
      return facts;
    }
  }

  private static SuperNetCheckpoint train(
      SupernetRunConfig config,
      RunFolder folder,
      DataSplits data,
      Workers workers,
      Progress progress)
      throws IOException {
    SupernetStates states =
        new SupernetStates(folder.path(), config.checkpointSteps(), config.keepCheckpoints());
    long done = states.newest().map(TrainingState::step).orElse(0);
    for (String part : List.of(SupernetStage.PART, SupernetStage.EPOCHS)) {
      MetricsFile.forgetAfter(folder.path(), part, done);
    }
    try (MetricsFile metrics = new MetricsFile(folder.path())) {
      return SupernetStage.train(
          config.supernet(),
          config.seed(),
          DataStage.forSupernet(data, config.data()),
          workers,
          progress,
          metrics,
          states);
    }
  }
}
