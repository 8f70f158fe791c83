package org.arbit.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Trial;
import org.arbit.experiments.run.LocalEngineProvider;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.Sweep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on Spark end as they do without it, whatever is lost on the way. */
final class SparkSweepTest {

  private static final long PATIENCE_MINUTES = 10;
  private static final long POLL_MILLIS = 10;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void sweepWithoutSpark() throws IOException {
    TinySweep.network(shared.resolve("net"));
    RunFolder local = RunFolder.create(shared.resolve("local"));
    sweep().run(new LocalEngineProvider(), null, 2, Progress.QUIET, local);
  }

  @Test
  void aClusterThatLosesAWorkerGivesTheSameResults() throws Exception {
    Path run = folder.resolve("run");
    TinySweep.Listener listener = new TinySweep.Listener();
    Sweep.Outcome outcome;
    try (Settings settings = Settings.ofLoopback();
        LoopbackCluster cluster = new LoopbackCluster(folder, 2)) {
      CompletableFuture<Sweep.Outcome> sweep =
          CompletableFuture.supplyAsync(
              () -> onSpark(sweep(), cluster.url(), listener, RunFolder.create(run)));
      await(sweep, () -> started(run) > 0);
      cluster.killTheOneWithTheNewestTrial();
      outcome = sweep.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }
    assertThat(outcome.failed()).isEmpty();
    assertThat(listener.lines()).anyMatch(line -> line.contains("runs again: executor"));
    assertThat(TinySweep.results(run)).isEqualTo(TinySweep.results(shared.resolve("local")));
  }

  @Test
  void anEmbeddedSparkTellsAFailureAndGoesOn() throws IOException {
    Path run = folder.resolve("run");
    TinySweep sweep =
        TinySweep.of(
            shared.resolve("net"),
            "seeds=[2]",
            "grid={agent.name: [nobody, reinforce]}",
            "halving={minimumSteps: 1000, factor: 2}");
    Sweep.Outcome outcome = onSpark(sweep, "local[2]", Progress.QUIET, RunFolder.create(run));
    assertThat(outcome.failed())
        .hasSize(1)
        .hasEntrySatisfying(
            "001-nobody-seed-2",
            reason -> assertThat(reason).contains("no agent \"nobody\"", "exit code 2"));
    // Paused on the way, and gone on with in another process.
    assertThat(run.resolve("trials/002-reinforce-seed-2/pauses.json")).exists();
    assertThat(TinySweep.results(run.resolve("trials/002-reinforce-seed-2")))
        .isEqualTo(TinySweep.results(shared.resolve("local/trials/002-seed-2")));
    assertThat(run.resolve("trials")).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void anInterruptedSweepWaitsUntilItsTrialsHaveSavedAndGoesOn() throws IOException {
    Path run = folder.resolve("run");
    TinySweep.Interruption stop = new TinySweep.Interruption(() -> started(run) > 0);
    assertThatThrownBy(() -> onSpark(sweep(), "local[2]", stop, RunFolder.create(run)))
        .isInstanceOf(CancellationException.class);
    assertThat(ProcessHandle.current().children()).isEmpty();
    assertThat(run.resolve("summary.json")).doesNotExist();

    onSpark(sweep(), "local[2]", Progress.QUIET, RunFolder.resume(run));
    assertThat(TinySweep.results(run)).isEqualTo(TinySweep.results(shared.resolve("local")));
  }

  @Test
  void aMachineThatDoesNotShareTheFolderSendsTheRunBack() throws Exception {
    Trial trial = sweep().plan().trials().get(0);
    Path trials = Files.createDirectories(folder.resolve("trials"));
    TrialTask task =
        new TrialTask(
            trial.name(),
            trials.toString(),
            trials.resolve("not-here").toString(),
            folder.resolve("not-here-either").toString(),
            ConfigReader.toYaml(trial.config()),
            null,
            TinySweep.PROGRAM.flags(),
            TinySweep.PROGRAM.entry(),
            TinySweep.PROGRAM.words());

    TrialTask.Ended ended = task.run(null);
    assertThat(ended.failure()).isNull();
    assertThat(trials).isEmptyDirectory();
    PackedFiles.replace(ended.files(), trials, trial.name());

    Path local = shared.resolve("local/trials").resolve(trial.name());
    Path here = trials.resolve(trial.name());
    assertThat(TinySweep.results(here)).isEqualTo(TinySweep.results(local));
    for (String same : List.of("config.yaml", "best/agent.safetensors", "metrics.jsonl")) {
      assertThat(here.resolve(same)).hasSameBinaryContentAs(local.resolve(same));
    }
    assertThat(trials.resolve(trial.name() + ".log")).exists();
  }

  private static TinySweep sweep() {
    return TinySweep.of(shared.resolve("net"));
  }

  private static Sweep.Outcome onSpark(
      TinySweep sweep, String master, Progress progress, RunFolder run) {
    try {
      return sweep.run(new SparkEngineProvider(), master, null, progress, run);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Returns the number of trials that have kept a state of their agent. */
  private static int started(Path run) {
    int started = 0;
    for (int seed = 1; seed <= 2; seed++) {
      Path states = run.resolve("trials/00%d-seed-%d/checkpoints".formatted(seed, seed));
      started += Files.isDirectory(states) ? 1 : 0;
    }
    return started;
  }

  private interface Moment {
    boolean hasCome() throws IOException;
  }

  private static void await(CompletableFuture<?> work, Moment moment) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (!moment.hasCome()) {
      try {
        work.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        throw new AssertionError("The sweep ended before it could be disturbed.");
      } catch (TimeoutException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  /** Settings of Spark for this machine alone, until closed. */
  private record Settings(List<String> names) implements AutoCloseable {

    static Settings ofLoopback() {
      System.setProperty(
          "spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
      System.setProperty("spark.driver.host", "127.0.0.1");
      System.setProperty("spark.driver.bindAddress", "127.0.0.1");
      System.setProperty("spark.executor.memory", "512m");
      System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
      return new Settings(
          List.of(
              "spark.executor.extraJavaOptions",
              "spark.driver.host",
              "spark.driver.bindAddress",
              "spark.executor.memory",
              "spark.executor.extraClassPath"));
    }

    @Override
    public void close() {
      names.forEach(System::clearProperty);
    }
  }
}
