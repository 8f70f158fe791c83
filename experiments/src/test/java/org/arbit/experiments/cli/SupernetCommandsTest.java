package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbit.experiments.testing.TinyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for super-networks, on one that was trained in a second. */
class SupernetCommandsTest {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path network = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    network = TinyRun.network(shared.resolve("net"));
  }

  @Test
  void theTemplateOfCostsHasARowForEveryLayerAndBitWidth() throws IOException {
    Path file = folder.resolve("latency.csv");
    Commands run = Commands.run("supernet", "cost-template", network, "--out", file);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out()).contains("26 rows to fill in");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1 + 6 * 4 + 2);
    assertThat(lines.get(0)).startsWith("layer,weightBits,activationBits,").endsWith(",cost");
    assertThat(lines.get(1)).isEqualTo("block0.conv1,2,2,convolution,2x28x28,2x28x28,3,1,28224,");
    assertThat(lines.get(26)).startsWith("classifier,8,8,dense,8x1x1,10x1x1,");
  }

  @Test
  void aPolicyLearnsWithAFilledTableAndIsEvaluatedAgain() throws IOException {
    Path file = folder.resolve("latency.csv");
    Commands.run("supernet", "cost-template", network, "--out", file);
    Files.writeString(file, Files.readString(file).replace(",\n", ",0.5\n"));
    Path run =
        TinyRun.train(
            network,
            folder.resolve("run"),
            "environment.parameters={rewards: [correct, cost], cost: {name: table, file: "
                + file
                + "}}");
    Commands again = Commands.run("evaluate", "--run", run);
    assertThat(again.code()).as(again.err()).isEqualTo(ExitCodes.OK);
    Files.delete(file);
    Commands without = Commands.run("evaluate", "--run", run);
    assertThat(without.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(without.err()).contains("latency.csv does not exist").contains("cost-template");
  }

  @Test
  void anUnknownCostModelIsToldBeforeAnythingIsTrained() throws IOException {
    Path config = Files.writeString(folder.resolve("c.yaml"), "supernet: " + network + "\n");
    Commands run =
        Commands.run(
            "train",
            "--config",
            config,
            "--out",
            folder.resolve("out"),
            "--set",
            "environment.parameters.cost={name: tabel, file: x.csv}");
    assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("environment.parameters.cost").contains("Maybe \"table\"?");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aUsedFolderIsOnlyGoneOnWith() throws IOException {
    Commands again = Commands.run("supernet", "train", "--out", network);
    assertThat(again.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(again.err()).contains("is in use");
    Commands none = Commands.run("supernet", "train", "--resume", "--out", folder.resolve("none"));
    assertThat(none.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(none.err()).contains("no run to resume");
  }

  @Test
  void theLastGoodCheckpointOutlivesATrainingThatFails() throws IOException {
    Path out = folder.resolve("failing");
    Path config =
        Files.writeString(
            folder.resolve("f.yaml"),
            "data: {train: 64, policy: 0, validation: 10, test: 10}\n"
                + "supernet: {recipe: failing, width: 2, epochs: 2, batch: 16}\n"
                + "checkpointSteps: 2\n");
    Commands run = Commands.run("supernet", "train", "--config", config, "--out", out);
    assertThat(run.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(run.err()).contains("Training stopped at step 4: the loss is NaN");
    assertThat(run.err()).doesNotContain("--debug");
    assertThat(run.out()).contains("The last good checkpoint is").contains("step-000000002");
    Commands eval = Commands.run("supernet", "eval", out.resolve("checkpoints/step-000000002"));
    assertThat(eval.code()).as(eval.err()).isEqualTo(ExitCodes.OK);
  }
}
