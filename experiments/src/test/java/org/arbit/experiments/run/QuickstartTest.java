package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.AgentConfig;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.QuickstartConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with a network, data and budgets as small as they can be. */
class QuickstartTest {

  private static final QuickstartConfig TINY =
      ConfigReader.parse(
          "",
          "",
          QuickstartConfig.of(null, 3),
          List.of(
              "data.train=64",
              "data.policy=64",
              "data.validation=20",
              "data.test=400",
              "supernet.width=2",
              "supernet.epochs=1",
              "supernet.batch=32",
              "tradeOffs.candidates=[0.003, 0.03, 0.3]",
              "tradeOffs.losses=[0.0, 0.002, 0.004]",
              "agents=[{name: dqn, steps: 1000, lanes: 32, settings: {warmUpSteps: 200}}, "
                  + "{name: reinforce, steps: 1000, lanes: 32, settings: {warmUpSteps: 200}}]"));

  private static final Origin ORIGIN =
      new Origin("./arbit quickstart --seed 3", new TreeMap<>(Map.of("arbit", "test")));

  @TempDir Path folder;

  @Test
  void leavesEverythingThatARunFolderHas() throws IOException {
    Summary summary = run("run").summary();

    Path run = folder.resolve("run");
    for (String name :
        List.of(
            "config.yaml",
            "manifest.json",
            "metrics.jsonl",
            "summary.json",
            "report.html",
            "policy.onnx",
            "policy.json",
            "best/best.json",
            "best/agent.safetensors",
            "supernet/supernet.json",
            "supernet/weights.safetensors")) {
      assertThat(run.resolve(name)).isNotEmptyFile();
    }
    assertThat(SummaryFile.read(run)).isEqualTo(summary);
    QuickstartConfig defaults = QuickstartConfig.of(null, 0);
    assertThat(ConfigReader.read(run.resolve("config.yaml"), defaults, List.of())).isEqualTo(TINY);
    everyAgentHasThreePointsEachWithARandomOneOfTheSameCost(summary);
  }

  private static void everyAgentHasThreePointsEachWithARandomOneOfTheSameCost(Summary summary) {
    List<Result> agents = of(summary, ResultType.AGENT);
    assertThat(agents).hasSize(6);
    assertThat(agents).extracting(Result::name).containsOnly("dqn", "reinforce");
    assertThat(agents).allMatch(result -> result.controllerBitOps() > 0);
    for (Result agent : agents) {
      Result random = summary.find("random@" + agent.name() + "@" + agent.tradeOff()).orElseThrow();
      assertThat(random.totalBitOps() / agent.totalBitOps()).isBetween(0.99, 1.01);
      assertThat(random.controllerBitOps()).isZero();
    }
    assertThat(of(summary, ResultType.STATIC))
        .extracting(Result::name)
        .startsWith("uniform-2", "uniform-3", "uniform-4", "uniform-8")
        .hasSizeGreaterThan(4)
        .allMatch(name -> name.matches("uniform-[2348]|greedy@[0-9.]+"))
        .doesNotHaveDuplicates();
    assertThat(summary.supernet().accuracyByBits()).containsOnlyKeys(2, 3, 4, 8);
  }

  @Test
  void theSameSeedGivesTheSameSummaryApartFromTime() throws IOException {
    String first = withoutTime(run("first"));
    assertThat(withoutTime(run("second"))).isEqualTo(first);
    assertThat(folder.resolve("first/policy.onnx"))
        .hasSameBinaryContentAs(folder.resolve("second/policy.onnx"));
  }

  @Test
  void unknownAgentsSettingsAndRewardsAreToldTogether() {
    QuickstartConfig wrong =
        new QuickstartConfig(
            1,
            TINY.data(),
            TINY.supernet(),
            EnvConfig.allocation("corect"),
            List.of(
                new AgentConfig("dqm", 1, 4, Map.of()),
                new AgentConfig("dqn", 1, 4, Map.of("gama", "1"))),
            TINY.tradeOffs());
    assertThat(Quickstart.problems(wrong))
        .extracting(Problem::key)
        .containsExactly(
            "environment.parameters.rewards", "agents[0].name", "agents[1].settings.gama");
    assertThat(Quickstart.problems(wrong).toString())
        .contains("Maybe \"correct\"?", "Maybe \"dqn\"?");
  }

  @Test
  void aRunThatIsStoppedCanBeRemovedWithoutATrace() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("a/b/run"));
    Progress stopping =
        new Progress() {
          @Override
          public Part start(String name, String unit, long total) {
            if (name.contains("dqn")) {
              throw new CancellationException("stop");
            }
            return Progress.QUIET.start(name, unit, total);
          }

          @Override
          public void say(String line) {}
        };
    assertThatThrownBy(() -> new Quickstart(TINY, run, ORIGIN, stopping).run())
        .isInstanceOf(CancellationException.class)
        .satisfies(run::discard)
        .hasNoSuppressedExceptions();
    assertThat(folder).isEmptyDirectory();
  }

  private RunRecord run(String name) throws IOException {
    RunFolder run = RunFolder.create(folder.resolve(name));
    return new Quickstart(TINY, run, ORIGIN, Progress.QUIET).run();
  }

  private static List<Result> of(Summary summary, ResultType type) {
    return summary.results().stream().filter(result -> result.type() == type).toList();
  }

  private static String withoutTime(RunRecord record) {
    return SummaryFile.toJson(record.summary()).replaceAll("\"wallSeconds\" : [0-9.]+", "");
  }
}
