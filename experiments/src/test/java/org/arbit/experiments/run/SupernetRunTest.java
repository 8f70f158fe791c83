package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.testing.StoppingProgress;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupernetRunTest {

  private static final Origin ORIGIN =
      new Origin("./arbit supernet train", new TreeMap<>(Map.of("arbit", "1")));

  @TempDir Path folder;

  /** Four steps an epoch, two epochs. */
  private static SupernetRunConfig config(String... more) {
    List<String> settings =
        Stream.concat(
                Stream.of(
                    "data={train: 64, policy: 0, validation: 20, test: 20}",
                    "supernet.width=2",
                    "supernet.epochs=2",
                    "supernet.batch=16",
                    "supernet.recipe=coquant",
                    "supernet.validation.keepBest=true",
                    "supernet.augmentation={shift: 2, cutOut: 4}",
                    "supernet.optimization={optimizer: adam, averageDecay: 0.9}",
                    "checkpointSteps=2"),
                Stream.of(more))
            .toList();
    return ConfigReader.parse("", "", SupernetRunConfig.defaults(), settings);
  }

  @Test
  void aStoppedRunThatIsResumedEndsWithTheSameFiles() throws IOException {
    RunFolder whole = RunFolder.create(folder.resolve("whole"));
    SupernetRun.run(config(), whole, ORIGIN, Progress.QUIET);

    RunFolder stopped = RunFolder.create(folder.resolve("stopped"));
    assertThatThrownBy(() -> SupernetRun.run(config(), stopped, ORIGIN, StoppingProgress.after(5)))
        .isInstanceOf(CancellationException.class);
    assertThat(states(stopped)).containsExactly("step-000000004", "step-000000005");
    assertThat(stopped.resolve("supernet.json")).doesNotExist();
    // Written after the checkpoint by a process that was killed, and in the middle of a line.
    Files.writeString(
        stopped.resolve("metrics.jsonl"),
        Files.readString(stopped.resolve("metrics.jsonl"))
            + "{\"part\":\"super-network\",\"step\":6,\"loss\":9}\n{\"part\":\"super-net");
    SupernetRun.run(config(), RunFolder.resume(stopped.path()), ORIGIN, Progress.QUIET);

    for (String file : List.of("weights.safetensors", "supernet.json")) {
      assertThat(stopped.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(stopped.resolve("best/weights.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("best/weights.safetensors"));
    assertThat(metrics(stopped)).isEqualTo(metrics(whole));
    assertThat(states(stopped)).containsExactly("step-000000006", "step-000000008");
  }

  @Test
  void everyEpochIsMeasuredAtEveryBitWidth() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    SupernetRun.run(config("supernet.bitWidths=[2, 8]"), run, ORIGIN, Progress.QUIET);
    List<String> epochs =
        Files.readAllLines(run.resolve("metrics.jsonl")).stream()
            .filter(line -> line.contains("\"super-network epochs\""))
            .toList();
    assertThat(epochs).hasSize(2);
    assertThat(epochs.get(1))
        .startsWith("{\"part\":\"super-network epochs\",\"step\":8,\"epoch\":2.0,")
        .contains("\"imagesPerSecond\":", "\"learningRate\":", "\"loss\":")
        .contains("\"validationAccuracy2\":", "\"validationAccuracy8\":");
  }

  @Test
  void checkpointsKnowTheirData() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    SupernetRun.run(config(), run, ORIGIN, Progress.QUIET);
    for (String place : List.of("best", "checkpoints/step-000000008")) {
      SupernetFolder found = SupernetFolder.in(run.resolve(place));
      SuperNetCheckpoint checkpoint = found.load();
      assertThat(checkpoint.recipe()).as(place).isEqualTo("coquant");
      assertThat(DataSource.beside(found, null).data()).isEqualTo(config().data());
    }
  }

  @Test
  void resumingWithOtherSettingsIsRefused() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    assertThatThrownBy(() -> SupernetRun.run(config(), run, ORIGIN, StoppingProgress.after(1)))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(
            () ->
                SupernetRun.run(
                    config("supernet.epochs=3"),
                    RunFolder.resume(run.path()),
                    ORIGIN,
                    Progress.QUIET))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.yaml differs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abn",
        "hotswap",
        "coquant",
        "vertical",
        "dedicated-4",
        "refined",
        "exits",
        "fp32"
      })
  void shippedConfigurationsNameWhatThereIs(String name) {
    Path file = Path.of("configs", "supernet", name + ".yaml");
    SupernetRunConfig shipped = ConfigReader.read(file, SupernetRunConfig.defaults(), List.of());
    assertThat(SupernetRun.problems(shipped)).isEmpty();
    // So that a run can be resumed from the configuration in its folder.
    String yaml = ConfigReader.toYaml(shipped);
    assertThat(
            ConfigReader.toYaml(
                ConfigReader.parse("", yaml, SupernetRunConfig.defaults(), List.of())))
        .isEqualTo(yaml);
  }

  @Test
  void switchesAreCheckedBeforeAnythingIsDone() {
    assertThat(SupernetRun.problems(config("supernet.switches={swap: 2, colaborative: 0}")))
        .extracting(Problem::toString)
        .satisfiesExactly(
            colaborative ->
                assertThat(colaborative)
                    .startsWith("supernet.switches.colaborative: ")
                    .endsWith("Maybe \"collaborative\"?"),
            swap ->
                assertThat(swap)
                    .isEqualTo(
                        "supernet.switches.swap: Switch swap of recipe coquant is 2.0, but must be"
                            + " in [0, 1.0]."));
  }

  private static List<String> states(RunFolder run) throws IOException {
    try (Stream<Path> list = Files.list(run.resolve("checkpoints"))) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String metrics(RunFolder run) throws IOException {
    return Files.readString(run.resolve("metrics.jsonl"))
        .replaceAll("\"imagesPerSecond\":[0-9.E]+", "");
  }
}
