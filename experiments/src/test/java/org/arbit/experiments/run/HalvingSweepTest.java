package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SweepPlan;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.config.Trial;
import org.arbit.experiments.testing.TinyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in which only the better settings go on. */
final class HalvingSweepTest {

  private static final Origin ORIGIN =
      new Origin("./arbit sweep", new TreeMap<>(Map.of("arbit", "1")));

  @TempDir static Path shared;
  @TempDir Path folder;

  private final List<String> ran = new ArrayList<>();

  @BeforeAll
  static void trainANetwork() throws IOException {
    TinyRun.network(shared.resolve("net"));
  }

  @Test
  void theWinnerEndsAsIfItHadNeverBeenPaused() throws IOException {
    SweepPlan plan = plan();
    Summary summary = sweep(plan, "run", this::inProcess).summary().orElseThrow();

    List<String> names = plan.trials().stream().map(Trial::name).toList();
    assertThat(ran.subList(0, 4))
        .containsExactlyElementsOf(names.stream().map(name -> name + " anew to 160").toList());
    assertThat(ran.subList(4, 6)).allMatch(line -> line.endsWith(" resumed to 320"));
    assertThat(ran).hasSize(7);
    String winner = ran.get(6).replace(" resumed to the end", "");
    assertThat(names).contains(winner);

    assertThat(summary.results())
        .filteredOn(result -> result.type() == ResultType.AGENT)
        .hasSize(3)
        .extracting(Result::seed)
        .containsOnly(1L);
    for (String name : names) {
      Path trial = folder.resolve("run/trials").resolve(name);
      assertThat(Files.exists(trial.resolve("summary.json"))).isEqualTo(name.equals(winner));
      assertThat(PauseScores.find(trial, 160)).isPresent();
    }
    assertThat(folder.resolve("run/manifest.json"))
        .content()
        .contains("\"halving\"", "\"steps\" : 160", "\"steps\" : 320", "\"goesOn\"");

    Trial whole = plan.trials().get(names.indexOf(winner));
    Path alone = folder.resolve("alone");
    new TrainRun((TrainConfig) whole.config(), ORIGIN, Progress.QUIET).run(RunFolder.create(alone));
    Path paused = folder.resolve("run/trials").resolve(winner);
    assertThat(withoutTime(SummaryFile.read(paused)))
        .isEqualTo(withoutTime(SummaryFile.read(alone)));
    for (String same : List.of("best/agent.safetensors", "metrics.jsonl", "config.yaml")) {
      assertThat(paused.resolve(same)).hasSameBinaryContentAs(alone.resolve(same));
    }
  }

  @Test
  void theBestOnValidationGoOnAndAResumedSweepChoosesTheSame() throws IOException {
    // By number of the trial: the third and the fourth lead at first, then the fourth falls back.
    Map<Long, double[]> scores =
        Map.of(160L, new double[] {0.1, 0.2, 0.3, 0.4}, 320L, new double[] {0, 0, 0.35, 0.33});
    SweepPlan plan = plan();
    List<String> names = plan.trials().stream().map(Trial::name).toList();
    TrialRunner told = attempt -> pretend(attempt, scores);
    TrialRunner stopped =
        attempt -> {
          if (Long.valueOf(320).equals(attempt.pauseAt())) {
            throw new CancellationException("Stopped by Ctrl-C.");
          }
          return told.run(attempt);
        };
    assertThatThrownBy(() -> sweep(plan, "run", stopped)).isInstanceOf(CancellationException.class);
    ran.clear();

    Sweep.Outcome outcome =
        new Sweep(plan, ORIGIN, Progress.QUIET)
            .run(RunFolder.resume(folder.resolve("run")), 1, told);
    assertThat(outcome.failed()).isEmpty();
    assertThat(ran)
        .containsExactly(
            names.get(2) + " resumed to 320",
            names.get(3) + " resumed to 320",
            names.get(2) + " resumed to the end");
    assertThat(outcome.summary()).isEmpty();
  }

  @Test
  void whoFailsIsToldAndOthersTakeItsPlace() throws IOException {
    Map<Long, double[]> scores =
        Map.of(160L, new double[] {0.9, 0.2, 0.3, 0.1}, 320L, new double[] {0.9, 0.5, 0.4, 0.1});
    SweepPlan plan = plan();
    List<String> names = plan.trials().stream().map(Trial::name).toList();
    TrialRunner runner =
        attempt ->
            attempt.folder().endsWith(names.get(0))
                ? Optional.of("out of luck")
                : pretend(attempt, scores);
    Sweep.Outcome outcome = sweep(plan, "run", runner);
    assertThat(outcome.failed()).containsExactly(Map.entry(names.get(0), "out of luck"));
    assertThat(ran)
        .endsWith(
            names.get(1) + " resumed to 320",
            names.get(2) + " resumed to 320",
            names.get(1) + " resumed to the end");
  }

  private Sweep.Outcome sweep(SweepPlan plan, String name, TrialRunner runner) throws IOException {
    return new Sweep(plan, ORIGIN, Progress.QUIET)
        .run(RunFolder.create(folder.resolve(name)), 1, runner);
  }

  private void note(TrialRunner.Attempt attempt) {
    ran.add(
        attempt.folder().getFileName()
            + (attempt.resume() ? " resumed" : " anew")
            + " to "
            + (attempt.pauseAt() == null ? "the end" : attempt.pauseAt()));
  }

  /** Has a score at a pause without any training, and nothing in the end. */
  private Optional<String> pretend(TrialRunner.Attempt attempt, Map<Long, double[]> scores)
      throws IOException {
    note(attempt);
    Files.createDirectories(attempt.folder());
    Files.writeString(attempt.folder().resolve("config.yaml"), "");
    if (attempt.pauseAt() != null) {
      int number = Integer.parseInt(attempt.folder().getFileName().toString().substring(0, 3));
      double score = scores.get(attempt.pauseAt())[number - 1];
      PauseScores.add(attempt.folder(), attempt.pauseAt(), score);
    }
    return Optional.empty();
  }

  private Optional<String> inProcess(TrialRunner.Attempt attempt) throws IOException {
    note(attempt);
    TrainConfig read = ConfigReader.read(attempt.config(), TrainConfig.defaults(), List.of());
    TrainRun run = new TrainRun(read, ORIGIN, Progress.QUIET);
    Path folder = attempt.folder();
    if (attempt.pauseAt() == null) {
      run.run(RunFolder.resume(folder));
    } else {
      run.pauseAt(
          attempt.resume() ? RunFolder.resume(folder) : RunFolder.create(folder),
          attempt.pauseAt());
    }
    return Optional.empty();
  }

  private static SweepPlan plan(String... settings) {
    List<String> all = new ArrayList<>(List.of("base.supernet=" + shared.resolve("net")));
    all.addAll(Arrays.asList(settings));
    return SweepReader.parse(
        "",
        """
        base:
          agent: {name: reinforce, steps: 640, lanes: 16}
          tradeOffs: {candidates: [0.003, 0.03, 0.3]}
          checkpointSteps: 160
        grid:
          agent.settings.learningRate: [0.0001, 0.001, 0.01, 0.1]
        halving: {minimumSteps: 160, factor: 2}
        """,
        all);
  }

  private static String withoutTime(Summary summary) {
    return SummaryFile.toJson(summary).replaceAll("\"wallSeconds\" : [0-9.]+", "");
  }
}
