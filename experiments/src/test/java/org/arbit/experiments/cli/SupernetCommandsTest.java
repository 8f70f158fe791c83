package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbit.experiments.testing.IdxFiles;
import org.arbit.experiments.testing.TinyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void evalMeasuresUniformAndRandomAllocationsAndOneLayerAtATime() throws IOException {
    Commands run = Commands.run("supernet", "eval", network, "--random", "3", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("images").intValue()).isEqualTo(100);
    JsonNode rows = json.get("allocations");
    assertThat(rows.findValuesAsText("name"))
        .containsExactly(
            "uniform-2", "uniform-3", "uniform-4", "uniform-8", "random-1", "random-2", "random-3");
    // MACs x bits^2: of the searchable layers 6 x 28224 + ..., see below; of the fixed ones 64
    // each.
    long searchable = 2 * 28224 + 14112 + 28224 + 14112 + 28224;
    long fixed = 2 * 784 * 9 + 8 * 10;
    assertThat(rows.get(0).get("networkBitOps").longValue()).isEqualTo(4 * searchable + 64 * fixed);
    JsonNode sensitivity = json.get("sensitivity");
    assertThat(sensitivity).hasSize(6 * 3);
    assertThat(sensitivity.get(0).get("weightBits").toString()).isEqualTo("[2,8,8,8,8,8]");
    double eight = rows.get(3).get("accuracy").doubleValue();
    JsonNode last = sensitivity.get(17);
    assertThat(last.get("name").asText()).isEqualTo("block2.conv2");
    assertThat(last.get("points").doubleValue())
        .isEqualTo(100 * (last.get("accuracy").doubleValue() - eight));
    // A row that is measured by itself, by hand, is the same.
    String bits = rows.get(4).get("weightBits").toString().replaceAll("[\\[\\]]", "");
    JsonNode again =
        new ObjectMapper()
            .readTree(Commands.run("supernet", "eval", network, "--bits", bits, "--json").out());
    assertThat(again.has("sensitivity")).isFalse();
    assertThat(again.get("allocations").get(0).get("accuracy"))
        .isEqualTo(rows.get(4).get("accuracy"));
    String text = Commands.run("supernet", "eval", network, "--random", "1").out();
    assertThat(text).contains("uniform-3", "one layer at", "block1.conv2", "test, 100 images");
  }

  @Test
  void evalTakesAllocationsFromFiles() throws IOException {
    Path json = folder.resolve("bits.json");
    for (String text :
        List.of(
            "[8,2,3,4,2,8]",
            "[[8,8],[2,2],[3,3],[4,4],[2,2],[8,8]]",
            """
            {"schema": 1, "layers": [
              {"weightBits": 8, "activationBits": 8}, {"weightBits": 2, "activationBits": 2},
              {"weightBits": 3, "activationBits": 3}, {"weightBits": 4, "activationBits": 4},
              {"weightBits": 2, "activationBits": 2}, {"weightBits": 8, "activationBits": 8}]}
            """)) {
      Files.writeString(json, text);
      Commands run = Commands.run("supernet", "eval", network, "--bits", json);
      assertThat(run.out()).as(run.err()).contains("8,2,3,4,2,8");
    }
    Files.writeString(json, "{\"schema\":2,\"layers\":[]}");
    assertThat(Commands.run("supernet", "eval", network, "--bits", json).err())
        .contains("has schema 2, but this version reads 1. Maybe update Arbit?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8,8,8 | is for 3 layers, but the network has 6 searchable layers",
        "8,8,8,8,8,5 | 5 bits at layer block2.conv2, but the candidates are {2,3,4,8}. Maybe 4?",
        "8,8/2,8,8,8,8 | 8 weight and 2 activation bits at layer block0.conv2",
        "8,x,8 | \"x\" in the allocation \"8,x,8\" is no bit-width",
        "8,,8 | \"\" in the allocation",
        "none.json | none.json does not exist",
      })
  void evalRefusesAllocationsThatDoNotFit(String bits, String message) {
    Commands run = Commands.run("supernet", "eval", network, "--bits", bits);
    assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void evalRefusesDataOfAnotherShape() throws IOException {
    Path small = IdxFiles.write(folder.resolve("small"), 40, 12);
    Commands run = Commands.run("supernet", "eval", network, "--data", small);
    assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("are 1x12x12, but the network resnet8 takes 1x28x28");
    // A checkpoint alone, without the configuration beside it, needs to be told its data.
    Path alone = Files.createDirectory(folder.resolve("alone"));
    for (String name : List.of("supernet.json", "weights.safetensors")) {
      Files.copy(network.resolve(name), alone.resolve(name));
    }
    assertThat(Commands.run("supernet", "eval", alone).err())
        .contains("Maybe name them with --data");
    Path fitting = IdxFiles.write(folder.resolve("fitting"), 40, 28);
    Commands other =
        Commands.run("supernet", "eval", alone, "--data", fitting, "--bits", "2,2,2,2,2,2");
    assertThat(other.out()).as(other.err()).contains("test, 40 images");
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
  void aNetworkWithoutQuantizersHasOneAccuracy() throws IOException {
    Path floats = TinyRun.network(folder.resolve("fp32"), "supernet.recipe=fp32");
    JsonNode rows =
        new ObjectMapper()
            .readTree(Commands.run("supernet", "eval", floats, "--json").out())
            .get("allocations");
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("weightBits").toString()).isEqualTo("[32,32,32,32,32,32]");
    long macs = 2 * 28224 + 14112 + 28224 + 14112 + 28224 + 2 * 784 * 9 + 8 * 10;
    assertThat(rows.get(0).get("networkBitOps").longValue()).isEqualTo(macs * 1024);
    assertThat(Commands.run("supernet", "eval", floats).out())
        .contains("uniform-32", "test, 100 images");
    assertThat(Commands.run("supernet", "info", floats).out())
        .contains("bitWidths: [32]", "block2.conv2");
    assertThat(Files.readString(floats.resolve("manifest.json"))).contains("\"32\"");
    Commands frozen = Commands.run("supernet", "eval", floats, "--bits", "8,8,8,8,8,8");
    assertThat(frozen.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(frozen.err()).contains("without quantizers by the recipe fp32");
  }

  @Test
  void aNetworkOfOnesOwnWithHeadsIsTrainedLearnedOnAndEvaluated() throws IOException {
    Path own =
        TinyRun.network(
            folder.resolve("own"),
            "supernet.network={stem: {channels: 2}, exits: [0], stages: ["
                + "{block: plain, channels: 3, pool: max}, {block: separable, channels: 4}]}");
    JsonNode info =
        new ObjectMapper().readTree(Commands.run("supernet", "info", own, "--json").out());
    assertThat(info.get("network").asText()).isEqualTo("custom");
    assertThat(info.get("exits").toString()).isEqualTo("[\"block1.depthwise\"]");
    assertThat(info.get("layers")).hasSize(3);
    Path run = TinyRun.train(own, folder.resolve("run"), "environment={id: BitAllocationExit-v1}");
    Commands evaluated = Commands.run("evaluate", "--run", run);
    assertThat(evaluated.code()).as(evaluated.err()).isEqualTo(ExitCodes.OK);
    for (String batching : List.of("group", "single")) {
      Path file = folder.resolve(batching + ".onnx");
      Commands export =
          Commands.run(
              "export",
              "--run",
              run,
              "--format",
              "adaptive-onnx",
              "--batching",
              batching,
              "--out",
              file);
      assertThat(export.code()).as(export.err()).isEqualTo(ExitCodes.OK);
      Commands verified = Commands.run("export", "--run", run, "--verify", file);
      assertThat(verified.code()).as(verified.out()).isEqualTo(ExitCodes.OK);
    }
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
  void trainingPrintsItsAccuraciesAsJson() throws IOException {
    Commands run =
        Commands.run(
            "supernet",
            "train",
            "--out",
            folder.resolve("json"),
            "--json",
            "--set",
            "data={train: 32, policy: 0, validation: 10, test: 10}",
            "--set",
            "supernet={width: 2, epochs: 1, batch: 16, bitWidths: [2, 8]}");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("recipe").asText()).isEqualTo("abn");
    assertThat(json.path("accuracyByBits").path("8").asDouble(-1)).isBetween(0.0, 1.0);
  }

  @Test
  void theLastGoodCheckpointOutlivesATrainingThatFails() throws IOException {
    Path out = folder.resolve("failing");
    Path config =
        Files.writeString(
            folder.resolve("f.yaml"),
            """
            data: {train: 64, policy: 0, validation: 10, test: 10}
            supernet: {recipe: failing, width: 2, epochs: 2, batch: 16}
            checkpointSteps: 2
            """);
    Commands run = Commands.run("supernet", "train", "--config", config, "--out", out);
    assertThat(run.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(run.err()).contains("Training stopped at step 4: the loss is NaN");
    assertThat(run.err()).doesNotContain("--debug");
    assertThat(run.out()).contains("The last good checkpoint is").contains("step-000000002");
    Commands eval = Commands.run("supernet", "eval", out.resolve("checkpoints/step-000000002"));
    assertThat(eval.code()).as(eval.err()).isEqualTo(ExitCodes.OK);
  }
}
