package org.arbit.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.training.Optimization;
import org.arbit.supernet.training.Optimization.Method;
import org.arbit.supernet.training.Optimization.Schedule;
import org.arbit.supernet.training.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each record: its defaults, explicit values, and each violation. */
class ConfigRecordsTest {

  private static final QuickstartConfig QUICK = QuickstartConfig.of(null, 1);

  @Test
  void quickstartUsesStrokesUnlessItIsGivenAFolder() {
    assertThat(QUICK.data().folder()).isNull();
    assertThat(QUICK.supernet().network()).isEqualTo("resnet8");
    assertThat(QUICK.supernet().width()).isEqualTo(8);
    assertThat(QUICK.supernet().candidates().toArray()).containsExactly(2, 3, 4, 8);
    assertThat(QUICK.agents()).extracting(AgentConfig::name).containsExactly("dqn", "reinforce");
    assertThat(QUICK.tradeOffs().losses()).hasSize(5);
    assertThat(QuickstartConfig.of("images", 7).data().folder()).isEqualTo("images");
    assertThat(QuickstartConfig.of("images", 7).seed()).isEqualTo(7);
  }

  @Test
  void explicitValuesAreKept() {
    QuickstartConfig config =
        ConfigReader.parse(
            "",
            "seed: 5\nagents: [{name: ppo, steps: 7, settings: {gamma: 0.9}}]\n"
                + "environment: {id: X-v1, parameters: {a: [1, 2.5, true, x], b: {c: 3}}}",
            QUICK,
            List.of());
    assertThat(config.seed()).isEqualTo(5);
    assertThat(config.agents().get(0))
        .isEqualTo(new AgentConfig("ppo", 7, 256, Map.of("gamma", "0.9")));
    assertThat(config.environment().parameters())
        .containsEntry("a", List.of(1L, 2.5, true, "x"))
        .containsEntry("b", Map.of("c", 3L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: -1 | seed",
        "data: {train: 0} | data.train",
        "data: {validation: 0} | data.validation",
        "data: {test: 0} | data.test",
        "supernet: {width: 0} | supernet.width",
        "supernet: {network: resnet9} | supernet.network",
        "supernet: {network: {stem: {channels: 4}, stages: []}} | supernet.network",
        "supernet: {network: {base: resnet8, exits: [2]}} | supernet.network",
        "supernet: {epochs: 0} | supernet.epochs",
        "supernet: {batch: 1} | supernet.batch",
        "supernet: {learningRate: 0} | supernet.learningRate",
        "supernet: {warmUp: 1} | supernet.warmUp",
        "supernet: {momentum: 1} | supernet.momentum",
        "supernet: {weightDecay: -1} | supernet.weightDecay",
        "supernet: {stepRateFactor: -1} | supernet.stepRateFactor",
        "supernet: {randomAllocations: -1} | supernet.randomAllocations",
        "supernet: {shard: 0} | supernet.shard",
        "supernet: {bitWidths: [2, 9]} | supernet.bitWidths",
        "supernet: {bitWidths: []} | supernet.bitWidths",
        "supernet: {constantNorm: 1} | supernet.constantNorm",
        "supernet: {recalibration: -1} | supernet.recalibration",
        "supernet: {optimization: {labelSmoothing: 1}} | supernet.optimization",
        "supernet: {optimization: {averageDecay: -1}} | supernet.optimization",
        "supernet: {optimization: {optimizer: sgdd}} | supernet.optimization.optimizer",
        "supernet: {optimization: {schedule: 3}} | supernet.optimization.schedule",
        "supernet: {augmentation: {shift: -1}} | supernet.augmentation",
        "supernet: {augmentation: {cutOut: 2000}} | supernet.augmentation",
        "supernet: {augmentation: {mirror: 2}} | supernet.augmentation.mirror",
        "supernet: {validation: {everyEpochs: -1}} | supernet.validation",
        "supernet: {validation: {keepBest: true}} | supernet.validation",
        "agents: [] | agents",
        "agents: [{name: dqn}, {name: dqn}] | agents",
        "agents: [{name: ''}] | name",
        "agents: [{lanes: 0}] | lanes",
        "agents: [{steps: -1}] | steps",
        "environment: {id: ''} | environment.id",
        "tradeOffs: {candidates: [0.1]} | tradeOffs.candidates",
        "tradeOffs: {candidates: [0.1, 0.2, 31]} | tradeOffs.candidates",
        "tradeOffs: {losses: [2]} | tradeOffs.losses",
        "tradeOffs: {losses: [], candidates: [1, 2], exported: 2} | tradeOffs.exported",
        "tradeOffs: {exported: 5} | tradeOffs.exported",
      })
  void everyViolationNamesItsSetting(String yaml, String key) {
    assertThatThrownBy(() -> ConfigReader.parse("", yaml, QUICK, List.of()))
        .isInstanceOf(ConfigException.class)
        .satisfies(
            e ->
                assertThat(((ConfigException) e).problems())
                    .extracting(Problem::key)
                    .anyMatch(found -> found.endsWith(key)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seeds: [] | seeds",
        "seeds: [1, 1] | seeds",
        "seeds: [-1] | seeds",
        "checkpointSteps: 0 | checkpointSteps",
        "keepCheckpoints: 0 | keepCheckpoints",
      })
  void everyViolationOfATrainingNamesItsSetting(String yaml, String key) {
    assertThatThrownBy(() -> ConfigReader.parse("", yaml, TrainConfig.defaults(), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  @Test
  void everyPartOfATrainingHasItsKeys() {
    SupernetRunConfig config =
        ConfigReader.parse(
            "",
            "supernet: {optimization: {optimizer: adam, schedule: one-cycle, labelSmoothing: 0.1,"
                + " averageDecay: 0.99}, augmentation: {shift: 2, mirror: true, cutOut: 4},"
                + " validation: {everyEpochs: 2, keepBest: true}}",
            SupernetRunConfig.defaults(),
            List.of());
    assertThat(config.supernet().optimization())
        .isEqualTo(new Optimization(Method.ADAM, Schedule.ONE_CYCLE, 0.1, 0.99));
    assertThat(config.supernet().augmentation()).isEqualTo(new Augmentation(2, true, 4));
    assertThat(config.supernet().validation()).isEqualTo(new Validation(2, true));
    assertThat(
            ConfigReader.parse(
                "", ConfigReader.toYaml(config), SupernetRunConfig.defaults(), List.of()))
        .isEqualTo(config);
    SupernetConfig quick = QUICK.supernet();
    assertThat(quick.optimization()).isEqualTo(Optimization.DEFAULT);
    assertThat(quick.augmentation()).isEqualTo(Augmentation.NONE);
    assertThat(quick.validation()).isEqualTo(Validation.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "optimisation, optimization",
    "optimization.labelSmothing, labelSmoothing",
    "optimization.schedul, schedule",
    "augmentation.cutout, cutOut",
    "validation.keepbest, keepBest"
  })
  void misspelledKeysAreAnsweredWithTheNearest(String key, String nearest) {
    assertThatThrownBy(
            () ->
                ConfigReader.parse(
                    "", "", SupernetRunConfig.defaults(), List.of("supernet." + key + "=1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Maybe \"" + nearest + "\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpointSteps", "keepCheckpoints"})
  void everyViolationOfASupernetRunNamesItsSetting(String key) {
    String yaml = key + ": 0";
    assertThatThrownBy(() -> ConfigReader.parse("", yaml, SupernetRunConfig.defaults(), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @MethodSource("shippedConfigs")
  void shippedConfigurationsAreValid(Path file) throws Exception {
    Record defaults = TrainConfig.defaults();
    if (Files.readString(file).contains("\ncommand: ")) {
      defaults = SweepConfig.defaults();
    } else if (file.getParent().endsWith("supernet")) {
      defaults = SupernetRunConfig.defaults();
    }
    assertThat(ConfigReader.read(file, defaults, List.of())).isNotNull();
    assertThat(Files.readString(file)).contains("./arbit ");
  }

  static List<Path> shippedConfigs() throws Exception {
    try (Stream<Path> tree = Files.walk(Path.of("configs"))) {
      return tree.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
