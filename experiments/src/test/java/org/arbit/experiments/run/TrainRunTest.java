package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.testing.ListeningProgress;
import org.arbit.experiments.testing.StoppingProgress;
import org.arbit.experiments.testing.TinyRun;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainRunTest {

  private static final Origin ORIGIN = TinyRun.ORIGIN;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainANetwork() throws IOException {
    TinyRun.network(shared.resolve("net"));
  }

  @Test
  void aStoppedRunThatIsResumedEndsWithTheSameResults() throws IOException {
    RunRecord whole = run("whole", Progress.QUIET);

    RunFolder stopped = RunFolder.create(folder.resolve("stopped"));
    assertThatThrownBy(
            () -> new TrainRun(config(), ORIGIN, StoppingProgress.after(900)).run(stopped))
        .isInstanceOf(CancellationException.class);
    assertThat(states(stopped.path(), 1)).isNotEmpty();
    RunRecord resumed =
        new TrainRun(config(), ORIGIN, Progress.QUIET)
            .run(RunFolder.resume(stopped.path()))
            .orElseThrow();

    assertThat(withoutTime(resumed)).isEqualTo(withoutTime(whole));
    assertThat(stopped.resolve("metrics.jsonl"))
        .hasSameTextualContentAs(folder.resolve("whole/metrics.jsonl"));
    assertThat(stopped.resolve("best/agent.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/best/agent.safetensors"));
  }

  /** The checkpoint lies in the warm-up, in which dqn does not learn yet. */
  @Test
  void whatWasMeasuredBeforeACheckpointIsNotMixedIntoTheNextLine() throws IOException {
    TrainConfig config = with("agent.name=dqn", "agent.settings={warmUpSteps: 600}", "seeds=[1]");
    RunFolder whole = RunFolder.create(folder.resolve("whole"));
    new TrainRun(config, ORIGIN, Progress.QUIET).run(whole);
    RunFolder stopped = RunFolder.create(folder.resolve("stopped"));
    assertThatThrownBy(() -> new TrainRun(config, ORIGIN, StoppingProgress.after(450)).run(stopped))
        .isInstanceOf(CancellationException.class);
    assertThat(states(stopped.path(), 1)).hasSize(1);
    new TrainRun(config, ORIGIN, Progress.QUIET).run(RunFolder.resume(stopped.path()));
    assertThat(stopped.resolve("metrics.jsonl"))
        .hasSameTextualContentAs(whole.resolve("metrics.jsonl"));
  }

  @Test
  void everySeedHasItsResultsAndOnlyTheNewestCheckpoints() throws IOException {
    RunRecord record = run("run", Progress.QUIET);

    assertThat(record.summary().results())
        .filteredOn(result -> result.type() == ResultType.AGENT)
        .extracting(Result::seed)
        .containsExactly(1L, 1L, 1L, 2L, 2L, 2L);
    assertThat(states(folder.resolve("run"), 2)).hasSize(2);
    assertThat(folder.resolve("run/best/policy.onnx")).isNotEmptyFile();
    assertThat(folder.resolve("run/checkpoints/seed-2/final.safetensors")).isNotEmptyFile();
  }

  @Test
  void evaluatingTheBestPolicyGivesWhatTheRunMeasured() throws IOException {
    RunRecord record = run("run", Progress.QUIET);
    Result measured = record.evaluated().get(record.chosen()).result();
    try (Workers workers = new Workers(1)) {
      EvaluateRun evaluation = EvaluateRun.load(folder.resolve("run"), workers);
      List<Evaluated> again = evaluation.at(List.of(), Split.TEST);
      assertThat(again).extracting(Evaluated::result).containsExactly(measured);

      Path csv = folder.resolve("samples.csv");
      SampleCsv.write(csv, again.get(0).outcomes(), evaluation.inputs().data().test());
      List<String> lines = Files.readAllLines(csv);
      assertThat(lines).hasSize(101);
      assertThat(lines.get(0))
          .startsWith("sample,label,predicted,correct,difficulty,meanBits,bits0");
      assertThat(lines.stream().skip(1).filter(l -> l.split(",")[3].equals("1")).count())
          .isEqualTo(Math.round(100 * measured.accuracy()));
    }
  }

  @ParameterizedTest
  @CsvSource({"static-greedy, STATIC", "cascade, CASCADE", "uniform, STATIC"})
  void whoDoesNotLearnIsFittedAndMeasuredAlike(String agent, ResultType type) throws IOException {
    TrainConfig config = with("agent.name=" + agent, "agent.settings={}", "seeds=[3]");
    RunFolder run = RunFolder.create(folder.resolve(agent));
    RunRecord record = new TrainRun(config, ORIGIN, Progress.QUIET).run(run).orElseThrow();

    List<Result> own =
        record.summary().results().stream().filter(r -> r.seed() != null).limit(3).toList();
    assertThat(own).extracting(Result::type).containsOnly(type).hasSize(3);
    assertThat(own).extracting(Result::controllerBitOps).containsOnly(0.0);
    assertThat(record.summary().results())
        .extracting(Result::name)
        .contains("uniform-8", "random@" + own.get(0).name() + "@" + own.get(0).tradeOff());
    assertThat(run.resolve("summary.json")).exists();
    assertThat(run.resolve("report.html")).exists();
    assertThat(run.resolve("best")).doesNotExist();
    assertThatThrownBy(() -> new TrainRun(config, ORIGIN, Progress.QUIET).pauseAt(run, 100))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(agent + " does not learn");
  }

  @Test
  void whoDoesNotLearnNeedsAnEnvironmentThatIsMeasured() {
    TrainConfig config =
        with("agent.name=cascade", "agent.settings={}", "environment.id=BitAllocationStatic-v1");
    assertThat(TrainRun.problems(config))
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("agent.name: cascade does not learn");
  }

  @Test
  void aDamagedCheckpointIsReplacedByTheOneBefore() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainConfig config = with("seeds=[3]");
    new TrainRun(config, ORIGIN, Progress.QUIET).run(run);
    Summary summary = SummaryFile.read(run.path());
    Path states = run.resolve("checkpoints").resolve("seed-3");
    Path last = states.resolve("final.safetensors");
    byte[] bytes = Files.readAllBytes(last);
    bytes[bytes.length / 2] ^= 4;
    Files.write(last, bytes);
    Files.delete(run.resolve("summary.json"));
    List<String> said = new ArrayList<>();
    new TrainRun(config, ORIGIN, new ListeningProgress(said)).run(RunFolder.resume(run.path()));
    assertThat(said)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "final.safetensors cannot be read as an agent: its arrays are truncated or corrupt")
                    .contains("Going on from " + states.resolve("step-")));
    assertThat(SummaryFile.read(run.path()).results()).isEqualTo(summary.results());
  }

  @Test
  void aSecondProcessIsKeptOut() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    try (RunLock lock = RunLock.take(run.path())) {
      assertThatThrownBy(() -> new TrainRun(config(), ORIGIN, Progress.QUIET).run(run))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void resumingWithOtherSettingsIsRefused() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "seeds: [9]\n");
    assertThatThrownBy(() -> new TrainRun(config(), ORIGIN, Progress.QUIET).run(run))
        .hasMessageContaining("config.yaml differs");
    assertThatThrownBy(() -> RunFolder.resume(folder.resolve("none")))
        .hasMessageContaining("no run to resume");
  }

  @Test
  void mistakesAreToldBeforeAnythingIsDone() {
    TrainConfig wrong =
        ConfigReader.parse(
            "",
            "",
            TrainConfig.defaults(),
            List.of(
                "agent.settings={hidenUnits: 4, discount: 7}",
                "environment.parameters={lamda: 1}"));
    assertThat(TrainRun.problems(wrong))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "environment.parameters.lamda",
            "agent.settings.discount",
            "agent.settings.hidenUnits",
            "supernet");
    assertThat(TrainRun.problems(wrong).toString())
        .contains("Maybe \"hiddenUnits\"?", "Maybe \"lambda\"?", "needs a super-network");
  }

  private RunRecord run(String name, Progress progress) throws IOException {
    return new TrainRun(config(), ORIGIN, progress)
        .run(RunFolder.create(folder.resolve(name)))
        .orElseThrow();
  }

  private static TrainConfig config() {
    return with();
  }

  private static TrainConfig with(String... changes) {
    List<String> settings =
        new ArrayList<>(List.of("seeds=[1, 2]", "agent.steps=1500", "checkpointSteps=400"));
    settings.addAll(List.of(changes));
    return TinyRun.training(shared.resolve("net"), settings.toArray(new String[0]));
  }

  private static List<Path> states(Path run, long seed) throws IOException {
    try (Stream<Path> list = Files.list(run.resolve("checkpoints/seed-" + seed))) {
      return list.filter(path -> path.getFileName().toString().startsWith("step-")).toList();
    }
  }

  private static String withoutTime(RunRecord record) {
    return SummaryFile.toJson(record.summary()).replaceAll("\"wallSeconds\" : [0-9.]+", "");
  }
}
