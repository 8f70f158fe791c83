package org.arbit.experiments.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.Outcomes;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.Summary.SupernetFacts;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.evaluate.GivenAllocations;
import org.arbit.experiments.evaluate.Measurement;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.TrainingState;

/** Trains one super-network into a folder of its own. */
public final class SupernetRun {

  /** The kind of run in the manifest. */
  public static final String KIND = "supernet";

  private SupernetRun() {}

  /**
   * Checks the names before anything is done.
   *
   * @throws org.arbit.experiments.config.ConfigException with everything that is wrong
   */
  public static void check(SupernetRunConfig config) {
    new ConfigChecks().supernet(config.supernet(), "supernet").throwIfAny();
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
      SuperNetwork network = SupernetStage.freeze(checkpoint, workers);
      List<Result> uniforms = uniforms(network, data.test());
      SupernetFacts facts =
          new Summary.SupernetFacts(
              checkpoint.recipe(),
              checkpoint.network().name(),
              config.supernet().bitWidths(),
              Bits.accuracies(network.bitWidths(), uniforms));
      new Manifest(KIND, origin.command(), config.seed())
          .with("versions", origin.versions())
          .with("dataSha256", data.sha256())
          .with("supernetSha256", network.fingerprint())
          .with("accuracyByBits", facts.accuracyByBits())
          .write(folder.path());
      SupernetFolder.saveInto(folder.path(), checkpoint);
      // Last, so that a folder with a summary is a finished run.
      double seconds = Math.round((System.nanoTime() - started) / 1e8) / 10.0;
      SummaryFile.write(
          folder.path(), Summary.of(KIND, seconds, DataStage.facts(data), facts, uniforms));
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

  private static List<Result> uniforms(SuperNetwork network, Dataset data) {
    List<Result> results = new ArrayList<>();
    for (int bits : network.bitWidths().toArray()) {
      Outcomes outcomes = GivenAllocations.uniform(bits).evaluate(network, data, 0);
      String name = "uniform-" + bits;
      results.add(Measurement.of(name, ResultType.STATIC, null, null, outcomes, data).result());
    }
    return results;
  }
}
