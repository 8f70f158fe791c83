package org.arbit.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepReaderTest {

  private static final String GRID =
      """
      command: train
      base:
        supernet: runs/abn
        agent: {steps: 600, lanes: 32}
      grid:
        agent.name: [dqn, reinforce]
        agent:
          settings:
            learningRate: [1e-3, 0.01]
      seeds: [7, 8]
      """;

  @Test
  void aGridCanBeChanged() {
    SweepPlan plan = SweepReader.parse("", GRID, List.of("grid.agent.name=[ppo]", "seeds=[1]"));
    assertThat(plan.trials())
        .extracting(Trial::name)
        .containsExactly("001-ppo-learningRate-0.001-seed-1", "002-ppo-learningRate-0.01-seed-1");
  }

  @Test
  void aGridIsEveryCombinationWithEverySeed() {
    SweepPlan plan = read(GRID);

    assertThat(plan.trials())
        .extracting(Trial::name)
        .containsExactly(
            "001-dqn-learningRate-0.001-seed-7",
            "002-dqn-learningRate-0.001-seed-8",
            "003-dqn-learningRate-0.01-seed-7",
            "004-dqn-learningRate-0.01-seed-8",
            "005-reinforce-learningRate-0.001-seed-7",
            "006-reinforce-learningRate-0.001-seed-8",
            "007-reinforce-learningRate-0.01-seed-7",
            "008-reinforce-learningRate-0.01-seed-8");
    Trial last = plan.trials().get(7);
    assertThat(last.variant()).isEqualTo("learningRate=0.01");
    TrainConfig config = (TrainConfig) last.config();
    assertThat(config.seeds()).containsExactly(8L);
    assertThat(config.supernet()).isEqualTo("runs/abn");
    assertThat(config.agent().name()).isEqualTo("reinforce");
    assertThat(config.agent().steps()).isEqualTo(600);
    assertThat(config.agent().settings()).containsEntry("learningRate", "0.01");
  }

  @Test
  void whatIsWrittenIsTheSameSweep() {
    SweepPlan plan = read(GRID, "base.agent.steps=700", "base.data=null");
    assertThat(read(plan.yaml())).isEqualTo(plan);
    assertThat(((TrainConfig) plan.trials().get(0).config()).agent().steps()).isEqualTo(700);
    assertThat(((TrainConfig) plan.trials().get(0).config()).data()).isNull();
  }

  @Test
  void halvingIsReadAndWrittenWhereItIsAskedFor() {
    assertThat(read(GRID).halving()).isNull();
    assertThat(read(GRID).yaml()).doesNotContain("halving");

    SweepPlan plan = read(GRID, "halving={minimumSteps: 100, factor: 2}");
    assertThat(plan.halving()).isEqualTo(new HalvingConfig(100, 2));
    assertThat(read(plan.yaml())).isEqualTo(plan);
    assertThat(read(GRID, "halving.minimumSteps=100").halving())
        .isEqualTo(new HalvingConfig(100, 3));
  }

  @Test
  void halvingNeedsTrialsThatCanBeCompared() {
    assertThatThrownBy(() -> read(GRID, "halving={minimumSteps: 600, factor: 1, rungs: 3}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("halving.factor: 1 is not allowed")
        .hasMessageContaining("halving.rungs");
    assertThatThrownBy(() -> read(GRID, "halving.minimumSteps=600"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("halving.minimumSteps: 600 is not allowed")
        .hasMessageContaining("less than agent.steps (600)");
    assertThatThrownBy(() -> read(GRID, "halving.minimumSteps=9", "grid={agent.steps: [60, 70]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("different agent.steps");
    assertThatThrownBy(
            () -> read("{command: supernet-train, halving: {minimumSteps: 9}, seeds: [1]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Only trials of train can be paused");
  }

  @Test
  void superNetworksAreSweptToo() {
    SweepPlan plan =
        read(
            """
            command: supernet-train
            base: {supernet: {epochs: 2}}
            grid: {supernet.recipe: [abn, vertical]}
            seeds: [5]
            """);
    assertThat(plan.command().words()).containsExactly("supernet", "train");
    SupernetRunConfig second = (SupernetRunConfig) plan.trials().get(1).config();
    assertThat(second.seed()).isEqualTo(5);
    assertThat(second.supernet().recipe()).isEqualTo("vertical");
    assertThat(second.supernet().epochs()).isEqualTo(2);
  }

  @Test
  void randomValuesStayInTheirRangeAndAreTheSameEveryTime() {
    String text =
        """
        base: {supernet: x}
        random:
          agent.settings.learningRate: {from: 0.001, to: 0.1, scale: log}
          agent.lanes: {from: 8, to: 64}
          agent.name: [dqn, reinforce]
        trials: 40
        seed: 3
        """;
    SweepPlan plan = read(text);
    assertThat(read(text)).isEqualTo(plan);
    assertThat(read(text, "seed=4")).isNotEqualTo(plan);
    assertThat(plan.trials()).hasSize(40);
    List<AgentConfig> agents =
        plan.trials().stream().map(trial -> ((TrainConfig) trial.config()).agent()).toList();
    assertThat(agents).extracting(AgentConfig::name).contains("dqn", "reinforce");
    assertThat(agents).allMatch(agent -> agent.lanes() >= 8 && agent.lanes() <= 64);
    List<Double> rates =
        agents.stream()
            .map(a -> Double.parseDouble(a.settings().getOrDefault("learningRate", "")))
            .toList();
    assertThat(rates).allMatch(rate -> rate >= 0.001 && rate <= 0.1);
    // On a log scale half of the draws are below the geometric mean, 0.01.
    assertThat(rates.stream().filter(rate -> rate < 0.01).count()).isBetween(12L, 28L);
  }

  @Test
  void aSmallSpaceHasFewerTrialsThanAskedFor() {
    assertThat(read("random: {agent.name: [dqn, ppo]}\ntrials: 5").trials()).hasSize(2);
  }

  @Test
  void allMistakesAreToldOnceWithTheirLines() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    base:
                      supernett: x
                      seeds: [1]
                    grid:
                      agent.stps: [1, 2]
                      agent.lanes: [8, many]
                      agent.name: dqn
                    seeds: [1, 2, 1]
                    workers: 3
                    """))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::message)
                    .hasSize(7)
                    .doesNotHaveDuplicates())
        .hasMessageContaining("Maybe \"supernet\"? (line 2)")
        .hasMessageContaining("base.seeds: The seeds of a sweep stand beside its base")
        .hasMessageContaining("Maybe \"steps\"? (line 5)")
        .hasMessageContaining("\"many\" is not a whole number (line 6)")
        .hasMessageContaining("grid.agent.name: \"dqn\" is not a list of values")
        .hasMessageContaining("all different and not negative. (line 8)")
        .hasMessageContaining("There is no setting \"workers\"");
  }

  @Test
  void rangesAndChoicesThatCannotBeAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    base: {agnt: {}}
                    random:
                      agent.lanes: {from: 8, to: 4}
                      agent.steps: {from: 0, to: 10, scale: log}
                      agent.name: {form: a, to: 3}
                    """))
        .hasMessageContaining("random.agent.lanes.to")
        .hasMessageContaining("random.agent.steps.from: 0.0 is not allowed")
        .hasMessageContaining("Maybe \"from\"?")
        .hasMessageContaining("Maybe \"agent\"? (line 1)");
    assertThatThrownBy(() -> read("grid: {agent.lanes: [1]}\nrandom: {agent.lanes: [1]}"))
        .hasMessageContaining("the one or the other");
    assertThatThrownBy(() -> read("command: trane")).hasMessageContaining("train, supernet-train");
  }

  private static SweepPlan read(String text, String... overrides) {
    return SweepReader.parse("", text, List.of(overrides));
  }
}
