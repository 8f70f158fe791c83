package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
  void infoTellsTheBytesOfEveryPrecisionAndOfGoingUp() throws IOException {
    Commands own = Commands.run("supernet", "info", network, "--json");
    JsonNode rows = new ObjectMapper().readTree(own.out()).get("precisions");
    // Weights of ResNet-8 of width 2: 2 x 36, 72 + 144, 288 + 576; packed layer by layer.
    assertThat(rows.get(1).get("weightBytes").longValue()).isEqualTo(14 + 14 + 27 + 54 + 108 + 216);
    assertThat(rows.get(1).get("fetchBytes").longValue()).isEqualTo(433);
    assertThat(Commands.run("supernet", "info", network).out()).contains("weights of its own");

    Path other = TinyRun.network(folder.resolve("v"), "supernet.recipe=vertical");
    rows =
        new ObjectMapper()
            .readTree(Commands.run("supernet", "info", other, "--json").out())
            .get("precisions");
    assertThat(rows.get(0).get("fetchBytes").longValue()).isEqualTo(288);
    assertThat(rows.get(1).get("fetchBytes").longValue()).isEqualTo(288);
    // 4 to 8 bits takes 5 bits a weight: 23 + 23 + 45 + 90 + 180 + 360 bytes.
    assertThat(rows.get(3).get("fetchBytes").longValue()).isEqualTo(721);
    assertThat(rows.get(3).get("storedBytes").longValue()).isEqualTo(3 * 288 + 721);
    assertThat(Commands.run("supernet", "info", other).out()).contains("give the master");

    Path bundle = folder.resolve("bundle");
    Commands run = Commands.run("export", "--run", other, "--format", "vertical", "--out", bundle);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(bundle.resolve("base-2.safetensors")).isNotEmptyFile();
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
}
