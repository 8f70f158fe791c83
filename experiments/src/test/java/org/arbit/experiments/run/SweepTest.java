package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.SweepPlan;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.config.Trial;
import org.arbit.experiments.testing.ListeningProgress;
import org.arbit.experiments.testing.StoppingProgress;
import org.arbit.experiments.testing.TinyRun;
import org.arbit.supernet.spi.InvalidInputException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials run in this process here; processes of their own are tested with the whole program. */
class SweepTest {

  private static final Origin ORIGIN =
      new Origin("./arbit sweep", new TreeMap<>(Map.of("arbit", "1")));

  @TempDir static Path shared;
  @TempDir Path folder;

  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void sweepOnce() throws IOException {
    TinyRun.network(shared.resolve("net"));
    new Sweep(plan(), ORIGIN, Progress.QUIET)
        .run(RunFolder.create(shared.resolve("one")), 1, attempt -> train(attempt, Progress.QUIET));
  }

  @Test
  void trialsEndAsTheyDoAloneWhateverTheNumberOfWorkers() throws IOException {
    SweepPlan plan = plan();
    Summary summary = SummaryFile.read(shared.resolve("one"));
    Sweep.Outcome two = sweep(plan, "two", 2, this::inProcess);

    assertThat(withoutTime(two.summary().orElseThrow())).isEqualTo(withoutTime(summary));
    assertThat(summary.results())
        .filteredOn(result -> result.type() == ResultType.AGENT)
        .extracting(result -> result.name() + result.seed())
        .containsExactly(
            "dqn1",
            "dqn1",
            "dqn1",
            "dqn2",
            "dqn2",
            "dqn2",
            "reinforce1",
            "reinforce1",
            "reinforce1",
            "reinforce2",
            "reinforce2",
            "reinforce2");
    assertThat(summary.results())
        .filteredOn(result -> result.type() == ResultType.STATIC)
        .extracting(Result::name)
        .startsWith("uniform-2", "uniform-3", "uniform-4", "uniform-8")
        .allMatch(name -> name.matches("uniform-[2348]|greedy@[0-9.]+"))
        .doesNotHaveDuplicates();

    Trial third = plan.trials().get(2);
    Path alone = folder.resolve("alone");
    new TrainRun((TrainConfig) third.config(), ORIGIN, Progress.QUIET).run(RunFolder.create(alone));
    Path inSweep = folder.resolve("two/trials").resolve(third.name());
    assertThat(withoutTime(SummaryFile.read(alone)))
        .isEqualTo(withoutTime(SummaryFile.read(inSweep)));
    assertThat(alone.resolve("best/agent.safetensors"))
        .hasSameBinaryContentAs(inSweep.resolve("best/agent.safetensors"));
    assertThat(shared.resolve("one/report.html"))
        .content()
        .contains("reinforce", "Learning curves", "\"seed\":2");
  }

  @Test
  void aFailureIsToldAndOthersGoOnAndOnlyTheMissingTrialRunsAgain() throws IOException {
    SweepPlan plan = plan("seeds=[1]");
    String bad = plan.trials().get(1).name();
    Sweep.Outcome first =
        sweep(
            plan,
            "run",
            1,
            attempt ->
                attempt.folder().endsWith(bad) ? Optional.of("out of luck") : inProcess(attempt));
    assertThat(first.failed()).containsExactly(Map.entry(bad, "out of luck"));
    assertThat(first.summary().orElseThrow().results())
        .filteredOn(result -> result.type() == ResultType.AGENT)
        .hasSize(3);
    assertThat(folder.resolve("run/manifest.json")).content().contains("out of luck");

    ran.clear();
    Sweep.Outcome second =
        new Sweep(plan, ORIGIN, Progress.QUIET)
            .run(RunFolder.resume(folder.resolve("run")), 1, this::inProcess);
    assertThat(ran).containsExactly(bad + " anew");
    assertThat(second.failed()).isEmpty();
    assertThat(second.summary().orElseThrow().results())
        .filteredOn(result -> result.type() == ResultType.AGENT)
        .hasSize(6);
  }

  @Test
  void aStoppedSweepResumesItsTrials() throws IOException {
    SweepPlan plan = plan();
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Progress stopping = StoppingProgress.after(2);
    assertThatThrownBy(() -> new Sweep(plan, ORIGIN, stopping).run(run, 1, this::stopInSecond))
        .isInstanceOf(CancellationException.class);
    assertThat(run.resolve("summary.json")).doesNotExist();

    ran.clear();
    Sweep.Outcome resumed =
        new Sweep(plan, ORIGIN, Progress.QUIET)
            .run(RunFolder.resume(run.path()), 2, this::inProcess);
    assertThat(ran)
        .contains(plan.trials().get(1).name() + " resumed")
        .doesNotContain(plan.trials().get(0).name() + " anew");
    assertThat(withoutTime(resumed.summary().orElseThrow()))
        .isEqualTo(withoutTime(SummaryFile.read(shared.resolve("one"))));
  }

  @Test
  void anotherSweepIsNotMixedIn() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "command: train\n");
    assertThatThrownBy(() -> new Sweep(plan(), ORIGIN, Progress.QUIET).run(run, 1, this::inProcess))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.yaml differs");
    try (RunLock lock = RunLock.take(run.path())) {
      assertThatThrownBy(
              () -> new Sweep(plan(), ORIGIN, Progress.QUIET).run(run, 1, this::inProcess))
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void mistakesInAnyTrialAreToldBeforeTheFirstOne() {
    String text =
        """
        base: {supernet: nowhere, agent: {settings: {hiden: 4}}}
        grid:
          agent.name: [dqn, reinforse]
          agent.lanes: [0]
        """;
    assertThatThrownBy(() -> SweepReader.parse("a.yaml", text, List.of(), Sweep::problems))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("agent.settings.hiden: There is no hyper-parameter \"hiden\"")
        .hasMessageContaining("Maybe \"reinforce\"? (line 3)")
        .hasMessageContaining("agent.lanes: 0 is not allowed")
        .hasMessageContaining("nowhere has no super-network")
        .extracting(e -> ((ConfigException) e).problems(), as(InstanceOfAssertFactories.LIST))
        .hasSize(4);
  }

  @Test
  void superNetworksAreComparedAsWell() throws IOException {
    SweepPlan plan =
        SweepReader.parse(
            "",
            """
            command: supernet-train
            base:
              data: {train: 64, policy: 0, validation: 20, test: 50}
              supernet: {width: 2, epochs: 1, batch: 32, recalibration: 0}
            grid: {supernet.recipe: [abn, fp32]}
            """,
            List.of());
    Sweep.Outcome outcome =
        sweep(
            plan,
            "nets",
            1,
            attempt -> {
              SupernetRunConfig read =
                  ConfigReader.read(attempt.config(), SupernetRunConfig.defaults(), List.of());
              SupernetRun.run(read, RunFolder.create(attempt.folder()), ORIGIN, Progress.QUIET);
              return Optional.empty();
            });
    assertThat(outcome.summary().orElseThrow().results())
        .extracting(Result::name)
        .containsExactly(
            "uniform-2 (recipe=abn)",
            "uniform-3 (recipe=abn)",
            "uniform-4 (recipe=abn)",
            "uniform-8 (recipe=abn)",
            "dedicated-32 (recipe=fp32)");
    assertThat(folder.resolve("nets/report.html")).content().contains("uniform-8 (recipe=abn)");
  }

  @Test
  void reportsAreMadeAnewFromTheFoldersAlone() throws IOException {
    Path sweep = shared.resolve("one");
    ReportRun.of(List.of(sweep), Progress.QUIET).write(folder);
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("Sweep on strokes", "Bits per layer", "dqn, seed 1", "./arbit sweep");

    Path first = sweep.resolve("trials/001-dqn-seed-1");
    Path second = sweep.resolve("trials/002-dqn-seed-2");
    ReportRun.of(List.of(first, second), Progress.QUIET).write(folder);
    assertThat(folder.resolve("report.html"))
        .content()
        .contains(
            "dqn (001-dqn-seed-1)", "dqn (002-dqn-seed-2)", "<th scope=\"row\">uniform-8</th>");
    assertThatThrownBy(() -> ReportRun.of(List.of(first, first), Progress.QUIET))
        .hasMessageContaining("is given twice");
    assertThatThrownBy(() -> ReportRun.of(List.of(folder), Progress.QUIET))
        .hasMessageContaining("summary.json is missing");
  }

  @Test
  void aReportWithoutTheNetworkSaysWhatItCannotShow() throws IOException {
    Path moved = Files.createDirectory(folder.resolve("moved"));
    Path trial = shared.resolve("one/trials/001-dqn-seed-1");
    for (String name : List.of("summary.json", "metrics.jsonl", "best/best.json")) {
      Files.createDirectories(moved.resolve(name).getParent());
      Files.copy(trial.resolve(name), moved.resolve(name));
    }
    Files.writeString(moved.resolve("config.yaml"), "supernet: " + folder.resolve("gone"));
    List<String> said = new ArrayList<>();
    ReportRun.of(List.of(moved), new ListeningProgress(said)).write(moved);
    assertThat(said).singleElement().asString().startsWith("The report shows no single samples");
    assertThat(moved.resolve("report.html"))
        .content()
        .contains("dqn")
        .doesNotContain("Bits per layer");
  }

  private Sweep.Outcome sweep(SweepPlan plan, String name, int workers, TrialRunner runner)
      throws IOException {
    Sweep sweep = new Sweep(plan, ORIGIN, Progress.QUIET);
    return sweep.run(RunFolder.create(folder.resolve(name)), workers, runner);
  }

  private Optional<String> inProcess(TrialRunner.Attempt attempt) throws IOException {
    return inProcess(attempt, Progress.QUIET);
  }

  /** The user has pressed Ctrl-C while the second trial was learning. */
  private Optional<String> stopInSecond(TrialRunner.Attempt attempt) throws IOException {
    boolean second = attempt.folder().getFileName().toString().startsWith("002");
    try {
      return inProcess(attempt, second ? StoppingProgress.after(350) : Progress.QUIET);
    } catch (CancellationException e) {
      return Optional.of("stopped");
    }
  }

  private Optional<String> inProcess(TrialRunner.Attempt attempt, Progress progress)
      throws IOException {
    ran.add(attempt.folder().getFileName() + (attempt.resume() ? " resumed" : " anew"));
    return train(attempt, progress);
  }

  private static Optional<String> train(TrialRunner.Attempt attempt, Progress progress)
      throws IOException {
    TrainConfig read = ConfigReader.read(attempt.config(), TrainConfig.defaults(), List.of());
    RunFolder run =
        attempt.resume() ? RunFolder.resume(attempt.folder()) : RunFolder.create(attempt.folder());
    TrainRun training = new TrainRun(read, ORIGIN, progress);
    if (attempt.pauseAt() == null) {
      training.run(run);
    } else {
      training.pauseAt(run, attempt.pauseAt());
    }
    return Optional.empty();
  }

  private static SweepPlan plan(String... settings) {
    List<String> all = new ArrayList<>(List.of("base.supernet=" + shared.resolve("net")));
    all.addAll(List.of(settings));
    return SweepReader.parse(
        "",
        """
        base:
          agent: {steps: 480, lanes: 16, settings: {warmUpSteps: 100}}
          tradeOffs: {candidates: [0.003, 0.03, 0.3]}
          checkpointSteps: 160
        grid:
          agent.name: [dqn, reinforce]
        seeds: [1, 2]
        """,
        all);
  }

  private static String withoutTime(Summary summary) {
    return SummaryFile.toJson(summary).replaceAll("\"wallSeconds\" : [0-9.]+", "");
  }
}
