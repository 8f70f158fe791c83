package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.EnvCheckConfig;
import org.arbit.experiments.config.QuickstartConfig;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.testing.DamagedFile;
import org.arbit.experiments.testing.IdxFiles;
import org.arbit.experiments.testing.StoppingProgress;
import org.arbit.experiments.testing.TinyRun;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.SuperNetTrainer;
import org.arbit.supernet.training.TrainingListener;
import org.arbit.supernet.training.TrainingState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Configurations, and all that runs write and read again, damaged. */
class DamagedRunFilesTest {

  private static final String SWEEP =
      """
      command: train
      base: {supernet: net, agent: {steps: 100}}
      grid: {agent.name: [dqn, ppo], agent.lanes: [16, 32]}
      seeds: [1, 2]
      """;
  private static final String NETWORK =
      """
      seed: 1
      data: {train: 64, policy: 0, validation: 20, test: 20}
      supernet:
        network:
          stem: {channels: 4, kernel: 3}
          stages:
            - {block: residual, channels: 6, blocks: 2, stride: 2, pool: max}
            - {block: dense, channels: 9}
          exits: [0]
        bitWidths: [2, 8]
      """;

  @TempDir static Path folder;

  private static Path network = Path.of("");
  private static Path run = Path.of("");
  private static Path stopped = Path.of("");
  private static final Workers WORKERS = new Workers(1);

  @BeforeAll
  static void train() throws IOException {
    Path data = IdxFiles.write(folder.resolve("data"), 80, 8);
    String[] settings = {
      "data.folder=" + data,
      "data.test=40",
      "supernet.batch=4",
      "supernet.network={stem: {channels: 2}, stages: [{block: residual, channels: 4, pool: max},"
          + " {block: dense, channels: 3}], exits: [0]}"
    };
    network = TinyRun.network(folder.resolve("net"), settings);
    run = TinyRun.train(network, folder.resolve("run"), "agent.steps=64");
    stopped = folder.resolve("stopped");
    try {
      TinyRun.network(stopped, StoppingProgress.after(1), settings);
    } catch (CancellationException e) {
      // As it should be: its state is kept.
    }
  }

  @AfterAll
  static void end() {
    WORKERS.close();
  }

  @TestFactory
  Stream<DynamicTest> configurations() throws IOException {
    QuickstartConfig quickstart = QuickstartConfig.of(null, 1);
    Path text = folder.resolve("text.yaml");
    return Stream.of(
            config(ConfigReader.toYaml(quickstart), "quickstart", quickstart),
            config(ConfigReader.toYaml(TrainConfig.defaults()), "train", TrainConfig.defaults()),
            config(NETWORK, "supernet", SupernetRunConfig.defaults()),
            config("supernet: net\nparameters: {a: 1}\n", "check", EnvCheckConfig.defaults()),
            text(text, SWEEP, "configuration of sweep", () -> SweepReader.read(text, List.of())))
        .map(DamagedFile::test);
  }

  private static DamagedFile config(String text, String command, Record defaults)
      throws IOException {
    Path file = folder.resolve(command + ".yaml");
    return text(
        file,
        text,
        "configuration of " + command,
        () -> ConfigReader.read(file, defaults, List.of()));
  }

  private static DamagedFile text(Path file, String text, String name, DamagedFile.Reader reader)
      throws IOException {
    Files.writeString(file, text);
    return DamagedFile.of(name, file, reader);
  }

  @TestFactory
  Stream<DynamicTest> superNetworks() throws IOException {
    DamagedFile.Reader freeze =
        () -> SupernetFolder.in(network).freeze(SupernetFolder.in(network).load(), WORKERS);
    DamagedFile weights =
        DamagedFile.of("weights", network.resolve("weights.safetensors"), freeze)
            .naming(Pattern.quote(network + ": "));
    Path state = SupernetStates.newestIn(stopped).orElseThrow();
    SupernetRunConfig config =
        ConfigReader.read(stopped.resolve("config.yaml"), SupernetRunConfig.defaults(), List.of());
    DataSplits data =
        DataStage.forSupernet(RunInputs.load(network, null, WORKERS).data(), config.data());
    SuperNetTrainer trainer =
        new SuperNetTrainer(SupernetStage.training(config.supernet(), 1), data, WORKERS);
    TrainingListener stop =
        progress -> {
          throw new CancellationException();
        };
    DamagedFile.Reader goOn =
        () -> {
          TrainingState from = TrainingState.load(state);
          try {
            InvalidInputException.naming(state, () -> trainer.train(from, stop));
          } catch (CancellationException e) {
            // It has gone on.
          }
        };
    DamagedFile tensors =
        DamagedFile.of("state of a training", state.resolve("training.safetensors"), goOn)
            .naming(Pattern.quote(state + ": "));
    return Stream.of(
            DamagedFile.of("super-network", network.resolve("supernet.json"), freeze)
                .naming(Pattern.quote(network + ": ")),
            weights,
            header(weights),
            DamagedFile.of(
                    "configuration beside it",
                    network.resolve("config.yaml"),
                    () -> RunInputs.load(network, null, WORKERS))
                .naming("does not exist|no data of a known kind"),
            DamagedFile.of("training", state.resolve("training.json"), goOn)
                .naming(Pattern.quote(state + ": ")),
            tensors,
            header(tensors))
        .map(DamagedFile::test);
  }

  /** Damages the header, with a length that is right. */
  private static DamagedFile header(DamagedFile file) {
    byte[] content = file.content();
    int length = (int) ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    byte[] header = new byte[length];
    System.arraycopy(content, 8, header, 0, length);
    int rest = content.length - 8 - length;
    return file.packed(
        "header",
        header,
        damaged ->
            ByteBuffer.allocate(8 + damaged.length + rest)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(damaged.length)
                .put(damaged)
                .put(content, 8 + length, rest)
                .array());
  }

  @TestFactory
  Stream<DynamicTest> runs() throws IOException {
    Path bare = Files.createDirectories(folder.resolve("bare"));
    Files.copy(run.resolve("summary.json"), bare.resolve("summary.json"));
    Files.copy(run.resolve("manifest.json"), bare.resolve("manifest.json"));
    try (MetricsFile metrics = new MetricsFile(bare)) {
      for (int step = 1; step < 20; step++) {
        metrics.add("dqn, seed 12", step, Map.of("return", 0.5 * step, "loss", 1.0 / step));
      }
    }
    PauseScores.add(bare, 160, 0.25);
    PauseScores.add(bare, 320, 0.5);
    Path metrics = bare.resolve("metrics.jsonl");
    return Stream.of(
            DamagedFile.of("summary", bare.resolve("summary.json"), () -> SummaryFile.read(bare)),
            DamagedFile.of("manifest", bare.resolve("manifest.json"), () -> report(bare)),
            DamagedFile.of("metrics", metrics, () -> report(bare)).seenAtLeast(0),
            DamagedFile.of(
                    "metrics to go on with",
                    metrics,
                    () -> MetricsFile.forgetAfter(bare, "dqn, seed 12", 10))
                .seenAtLeast(0),
            DamagedFile.of("pauses", bare.resolve("pauses.json"), () -> PauseScores.find(bare, 1)),
            DamagedFile.of(
                    "configuration of a run",
                    run.resolve("config.yaml"),
                    () -> RunInputs.ofRun(run, WORKERS))
                .naming("does not exist|is not a super-network|no data of a known kind"))
        .map(DamagedFile::test);
  }

  private static void report(Path bare) throws IOException {
    ReportRun.of(List.of(bare), Progress.QUIET);
  }

  @TestFactory
  Stream<DynamicTest> policies() throws IOException {
    RunInputs inputs = RunInputs.ofRun(run, WORKERS);
    Environments environments = Environments.load();
    DamagedFile.Reader reader =
        () -> {
          BestPolicy best = BestPolicy.read(run);
          Setting setting =
              new Setting(
                  environments, best.environment(), inputs.network(), inputs.data().train());
          best.load(run, setting);
        };
    Path best = run.resolve("best");
    DamagedFile agent = DamagedFile.of("agent", best.resolve("agent.safetensors"), reader);
    return Stream.of(
            DamagedFile.of("policy", best.resolve("best.json"), reader)
                .naming(Pattern.quote("The policy of " + run)),
            agent,
            header(agent))
        .map(DamagedFile::test);
  }
}
