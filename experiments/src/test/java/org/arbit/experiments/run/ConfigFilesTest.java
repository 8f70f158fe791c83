package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.experiments.config.QuickstartConfig;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.SweepPlan;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.config.Trial;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The files under {@code experiments/configs} can be used as they are. */
class ConfigFilesTest {

  private static final Path CONFIGS = Path.of("configs");
  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> everyFileIsAcceptedByItsCommand() throws IOException {
    try (Stream<Path> files = Files.walk(CONFIGS)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      assertThat(all).hasSizeGreaterThan(5);
      return all.stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(file)));
    }
  }

  @Test
  void trainingsLearnWhatQuickstartLearns() {
    EnvConfig quickstart = QuickstartConfig.of(null, 1).environment();
    for (String name : List.of("dqn", "reinforce")) {
      TrainConfig config =
          ConfigReader.read(
              CONFIGS.resolve("train").resolve(name + ".yaml"), TrainConfig.defaults(), List.of());
      assertThat(config.agent().name()).isEqualTo(name);
      assertThat(config.environment().parameters().get("rewards"))
          .isEqualTo(quickstart.parameters().get("rewards"));
    }
  }

  private static void check(Path file) throws IOException {
    String net = Files.createDirectories(folder.resolve("net")).toString();
    Files.writeString(folder.resolve("net/supernet.json"), "{}");
    boolean sweep = Files.readString(file).contains("\ncommand: ");
    switch (sweep ? "sweep" : file.getParent().getFileName().toString()) {
      case "train" -> {
        List<String> set = List.of("supernet=" + net);
        TrainConfig config = ConfigReader.read(file, TrainConfig.defaults(), set);
        assertThat(TrainRun.problems(config)).isEmpty();
      }
      case "supernet" ->
          assertThat(
                  SupernetRun.problems(
                      ConfigReader.read(file, SupernetRunConfig.defaults(), List.of())))
              .isEmpty();
      case "sweep" -> {
        List<String> set =
            Files.readString(file).contains("supernet-train")
                ? List.of()
                : List.of("base.supernet=" + net);
        SweepPlan plan = SweepReader.read(file, set, Sweep::problems);
        assertThat(plan.trials()).extracting(Trial::name).doesNotHaveDuplicates();
      }
      default -> throw new AssertionError("No command is known for " + file + ".");
    }
  }
}
