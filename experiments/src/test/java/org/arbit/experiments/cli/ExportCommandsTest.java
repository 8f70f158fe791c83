package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx;
import org.arbit.experiments.testing.IdxFiles;
import org.arbit.experiments.testing.TinyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands export and infer, on a network and a policy that were trained in a second. */
class ExportCommandsTest {

  private static final int IMAGES = 120;
  private static final String GIVEN = "8,4,2,2,4,8";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data = Path.of("");
  private static Path network = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    data = IdxFiles.write(shared.resolve("data"), IMAGES, 12);
    network =
        TinyRun.network(
            shared.resolve("net"),
            "data.folder=" + data,
            "data.test=" + IMAGES,
            "supernet.recipe=vertical",
            "supernet.bitWidths=[1, 2, 4, 8]");
    run = TinyRun.train(network, shared.resolve("run"));
  }

  private Path export(String format, Object... more) {
    Path file = folder.resolve(format + ".out");
    Object[] all = {"export", "--run", run, "--format", format, "--out", file};
    Object[] arguments = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, arguments, all.length, more.length);
    Commands command = Commands.run(arguments);
    assertThat(command.code()).as(command.err()).isEqualTo(ExitCodes.OK);
    assertThat(command.out()).startsWith(file + ": ").contains(" bytes");
    return file;
  }

  private static JsonNode json(Commands command) throws IOException {
    assertThat(command.code()).as(command.err()).isEqualTo(ExitCodes.OK);
    return new ObjectMapper().readTree(command.out());
  }

  @ParameterizedTest
  @CsvSource({"group, 17", "group, 256", "single, 256"})
  void theAdaptiveNetworkDoesWhatTheRunDoes(String batching, int batch) throws IOException {
    Path file = export("adaptive-onnx", "--batching", batching);
    JsonNode java = json(Commands.run("evaluate", "--run", run, "--json")).get(0);
    JsonNode onnx =
        json(
            Commands.run(
                "infer", file, "--data", data, "--images", IMAGES, "--batch", batch, "--json"));
    assertThat(onnx.get("images").intValue()).isEqualTo(IMAGES);
    assertThat(onnx.get("accuracy")).isEqualTo(java.get("accuracy"));
    assertThat(onnx.get("networkBitOps")).isEqualTo(java.get("networkBitOps"));
    assertThat(onnx.get("meanBits")).isEqualTo(java.get("meanBits"));
    assertThat(onnx.get("microsPerImage").doubleValue()).isPositive();
  }

  @Test
  void verifyComparesTheWholeTestSplitAtThreeBatchSizes() {
    Path group = export("adaptive-onnx");
    Commands verify = Commands.run("export", "--run", run, "--verify", group);
    assertThat(verify.code()).as(verify.out() + verify.err()).isEqualTo(ExitCodes.OK);
    assertThat(verify.out().lines().map(line -> line.replaceAll(" \\(near.*", "")))
        .containsExactly(
            "equal at batch 1: 120 samples; other choices 0, other classes 0, other BitOps 0",
            "equal at batch 17: 120 samples; other choices 0, other classes 0, other BitOps 0",
            "equal at batch 256: 120 samples; other choices 0, other classes 0, other BitOps 0");
    assertThat(verify.out()).contains("(near ties ").contains("greatest difference of a logit 0.0");
    Path single = export("adaptive-onnx", "--batching", "single");
    assertThat(Commands.run("export", "--run", run, "--verify", single).out().lines()).hasSize(1);
    Commands other = Commands.run("export", "--run", run, "--verify", export("static-onnx"));
    assertThat(other.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(other.err()).contains("Only an adaptive network");
  }

  @Test
  void whatTheUserDidNotNameIsNotReplaced() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis.tex"), "x");
    refused("vertical", mine, "thesis.tex");
    Path file = Files.writeString(folder.resolve("keep.json"), "x");
    refused("vertical", file, "is a file");
    refused("policy-onnx", file, "the second file that policy-onnx writes");
    refused("policy-onnx", folder.resolve("keep.onnx"), "keep.json, too, and there is such a file");
    refused("json", mine, "is a folder; --out names a file");
    assertThat(mine.resolve("thesis.tex")).hasContent("x");
    assertThat(file).hasContent("x");
    // What it wrote itself it writes again.
    Path bundle = export("vertical");
    assertThat(export("vertical")).isEqualTo(bundle);
    Path policy = export("policy-onnx");
    assertThat(export("policy-onnx")).isEqualTo(policy);
  }

  private static void refused(String format, Path out, String reason) {
    Commands command = Commands.run("export", "--run", run, "--format", format, "--out", out);
    assertThat(command.code()).as(command.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(command.err()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive-onnx", "static-onnx", "qonnx"})
  void anOlderOperatorSetGivesTheSame(String format) throws IOException {
    Path newest = export(format);
    JsonNode expected = json(Commands.run("infer", newest, "--run", run, "--json"));
    Path older = export(format, "--opset", 13);
    JsonNode found = json(Commands.run("infer", older, "--run", run, "--json"));
    assertThat(found.get("accuracy")).isEqualTo(expected.get("accuracy"));
    assertThat(found.get("networkBitOps")).isEqualTo(expected.get("networkBitOps"));
    Onnx.ModelProto model = Onnx.ModelProto.parseFrom(Files.readAllBytes(older));
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
    Commands unknown =
        Commands.run("export", "--run", run, "--format", format, "--out", older, "--opset", 18);
    assertThat(unknown.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(unknown.err()).contains("18 is not known; exports can have 13 to 17");
  }

  @Test
  void plainQonnxHasNoFunctions() throws IOException {
    Path functions = export("qonnx");
    byte[] withFunctions = Files.readAllBytes(functions);
    byte[] plain = Files.readAllBytes(export("qonnx", "--plain"));
    assertThat(plain).hasSizeLessThan(withFunctions.length);
    assertThat(new String(withFunctions, StandardCharsets.ISO_8859_1)).contains("half_narrow");
    assertThat(new String(plain, StandardCharsets.ISO_8859_1))
        .contains("Quant")
        .doesNotContain("half_narrow");
    Commands command = Commands.run("infer", functions, "--data", data);
    assertThat(command.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(command.err()).contains("Quant");
  }

  @Test
  void theTestImagesOfARunAreThere() throws IOException {
    Path file = export("adaptive-onnx");
    JsonNode own = json(Commands.run("infer", file, "--run", run, "--images", 120, "--json"));
    JsonNode java = json(Commands.run("evaluate", "--run", run, "--json")).get(0);
    assertThat(own.get("accuracy")).isEqualTo(java.get("accuracy"));
    assertThat(Commands.run("infer", file, "--run", run, "--data", data).err())
        .contains("give one of them");
    assertThat(Commands.run("infer", file, "--trade-off", "-1").err()).contains("in [0, 30]");
    assertThat(Commands.run("infer", file, "--trade-off", "NaN").err()).contains("in [0, 30]");
    assertThat(Commands.run("evaluate", "--run", "x", "--trade-off", "NaN").err())
        .contains("in [0, 30]");
  }

  @Test
  void aFileForAnotherEnvironmentIsRefused() throws IOException {
    Path file = export("adaptive-onnx");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(
        file, text.replace("BitAllocation-v1", "BitAllocation-v9"), StandardCharsets.ISO_8859_1);
    for (Commands command :
        List.of(
            Commands.run("infer", file, "--data", data),
            Commands.run("export", "--run", run, "--verify", file))) {
      assertThat(command.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(command.err()).contains("BitAllocation-v9").contains("update Arbit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"static-onnx", "qonnx"})
  void fixedAllocationsRun(String format) throws IOException {
    Path file = export(format, "--bits", GIVEN);
    JsonNode onnx = json(Commands.run("infer", file, "--data", data, "--images", IMAGES, "--json"));
    JsonNode java = json(Commands.run("supernet", "eval", network, "--bits", GIVEN, "--json"));
    // Other tools round in other places; a sample here and there may fall to another class.
    assertThat(onnx.get("accuracy").doubleValue())
        .isBetween(
            java.at("/allocations/0/accuracy").doubleValue() - 0.1,
            java.at("/allocations/0/accuracy").doubleValue() + 0.1);
    assertThat(onnx.has("meanBits")).isFalse();
    assertThat(onnx.get("networkBitOps").longValue())
        .isEqualTo(java.at("/allocations/0/networkBitOps").longValue());
    assertThat(Commands.run("infer", file, "--data", data).out()).contains("accuracy");
  }

  @Test
  void everyOtherFormatIsWritten() throws IOException {
    assertThat(export("policy-onnx")).isNotEmptyFile();
    assertThat(folder.resolve("policy-onnx.json")).isNotEmptyFile();
    assertThat(Files.readAllLines(export("csv"))).hasSize(1 + 20);
    JsonNode policy = new ObjectMapper().readTree(export("json").toFile()).get("policy");
    assertThat(policy.get("samples").intValue()).isEqualTo(20);
    assertThat(export("haq", "--bits", GIVEN)).content().startsWith("[[8, -1], [8, 8], [4, 4]");
    assertThat(export("aimet", "--bits", GIVEN)).content().contains("\"version\" : \"1.0.0\"");
    assertThat(folder.resolve("aimet.onnx")).isNotEmptyFile();
    assertThat(export("vertical").resolve("enhancement-8.safetensors")).isNotEmptyFile();
    Commands list = Commands.run("list", "exporters", "--json");
    assertThat(json(list).findValuesAsText("name"))
        .containsExactly(
            "adaptive-onnx",
            "aimet",
            "csv",
            "haq",
            "json",
            "policy-onnx",
            "qonnx",
            "static-onnx",
            "vertical");
  }

  @Test
  void bitsThatAFormatCannotHoldAreToldWithTheNearest() {
    Commands refused = refuse("--format", "haq", "--bits", "8,8,1,8,8,8");
    assertThat(refused.err())
        .contains("The format haq cannot hold the 1 bit of layer block1.conv1")
        .contains("Maybe take the nearest, 2, with --nearest?");
    assertThat(export("haq", "--bits", "8,8,1,8,8,8", "--nearest"))
        .content()
        .startsWith("[[8, -1], [8, 8], [8, 8], [2, 2], [8, 8]");
  }

  private Commands refuse(Object... more) {
    Path file = folder.resolve("refused");
    Object[] all = {"export", "--run", run, "--out", file};
    Object[] arguments = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, arguments, all.length, more.length);
    Commands command = Commands.run(arguments);
    assertThat(command.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(command.err().lines()).hasSize(1);
    assertThat(file).doesNotExist();
    return command;
  }

  @Test
  void wrongUsageIsToldInOneLine() {
    assertThat(refuse("--format", "adaptive-onx").err())
        .contains("known are adaptive-onnx, aimet, csv, haq, json, policy-onnx, qonnx, static-onnx")
        .contains("Maybe \"adaptive-onnx\"?");
    assertThat(refuse().err()).contains("There is nothing to do");
    assertThat(refuse("--format", "csv", "--bits", "8,8").err())
        .contains("is for 2 layers, but the network has 6");
    assertThat(refuse("--format", "csv", "--bits", "8,8,8,8,8,3").err()).contains("Maybe 4?");
    assertThat(Commands.run("export", "--run", folder, "--format", "csv", "--out", "x").err())
        .contains("Maybe " + folder + " is no finished run, or a sweep");
    assertThat(Commands.run("export", "--run", network, "--format", "csv", "--out", "x").err())
        .contains("The format csv needs a learned policy");
  }

  @Test
  void aPolicyOfAnotherNetworkIsRefused() throws IOException {
    Path adaptive = export("adaptive-onnx");
    Path other =
        TinyRun.network(
            folder.resolve("other"),
            "seed=2",
            "data.folder=" + data,
            "data.test=" + IMAGES,
            "supernet.bitWidths=[1, 2, 4, 8]");
    Path copy = Files.createDirectories(folder.resolve("copy/best"));
    for (String name : List.of("best.json", "agent.safetensors")) {
      Files.copy(run.resolve("best").resolve(name), copy.resolve(name));
    }
    String config = Files.readString(run.resolve("config.yaml"));
    Files.writeString(
        folder.resolve("copy/config.yaml"), config.replace(network.toString(), other.toString()));
    for (String format : List.of("adaptive-onnx", "policy-onnx", "json")) {
      Commands export =
          Commands.run(
              "export",
              "--run",
              folder.resolve("copy"),
              "--format",
              format,
              "--out",
              folder.resolve("x"));
      assertThat(export.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(export.err())
          .contains("was learned on the super-network")
          .contains("Maybe the super-network was trained again?");
    }
    Path second = TinyRun.train(other, folder.resolve("second"));
    assertThat(Commands.run("export", "--run", second, "--verify", adaptive).err())
        .contains(adaptive + " was exported from the super-network ")
        .contains("Maybe the file is of another run?");
  }

  @ParameterizedTest
  @CsvSource({"perBlock=true, BitAllocation-v1", "passes=2, BitAllocationExit-v1"})
  void otherWaysToWalkAreLearnedAndExported(String setting, String environment) throws IOException {
    Path walked =
        TinyRun.train(network, folder.resolve("run"), setting, "environment.id=" + environment);
    Commands evaluate = Commands.run("evaluate", "--run", walked);
    assertThat(evaluate.code()).as(evaluate.err()).isEqualTo(ExitCodes.OK);
    Path out = folder.resolve("model.onnx");
    Commands export =
        Commands.run("export", "--run", walked, "--format", "adaptive-onnx", "--out", out);
    assertThat(export.code()).as(export.err()).isEqualTo(ExitCodes.OK);
    Commands verified = Commands.run("export", "--run", walked, "--verify", out);
    assertThat(verified.code()).as(verified.err()).isEqualTo(ExitCodes.OK);
    assertThat(verified.out()).contains("other choices 0, other classes 0, other BitOps 0");

    Path fixed = folder.resolve("fixed.onnx");
    Commands refused =
        Commands.run("export", "--run", walked, "--format", "static-onnx", "--out", fixed);
    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(refused.err()).contains("holds one pass, layer by layer");
    assertThat(fixed).doesNotExist();
    Commands one =
        Commands.run(
            "export", "--run", walked, "--format", "static-onnx", "--out", fixed, "--bits", GIVEN);
    assertThat(one.code()).as(one.err()).isEqualTo(ExitCodes.OK);
    assertThat(Commands.run("export", "--run", walked, "--verify", fixed).err())
        .contains("Only an adaptive network can be compared choice by choice");
  }

  @Test
  void filesThatAreNotWholeOrNewerAreRefused() throws IOException {
    Path file = export("adaptive-onnx");
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
    for (Object[] command :
        new Object[][] {
          {"infer", cut, "--data", data}, {"export", "--run", run, "--verify", cut}
        }) {
      Commands refused = Commands.run(command);
      assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(refused.err()).contains("cut.onnx is no ONNX file that this runtime can load");
      assertThat(refused.err().lines()).hasSize(1);
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String newer = text.replace("arbit.schema\u0012\u00011", "arbit.schema\u0012\u00019");
    assertThat(newer).isNotEqualTo(text);
    Path later = folder.resolve("later.onnx");
    Files.write(later, newer.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Commands.run("infer", later, "--data", data).err())
        .contains("later.onnx has schema 9, but this version reads 1. Maybe update Arbit");
    assertThat(Commands.run("infer", folder.resolve("none.onnx")).err())
        .contains("none.onnx does not exist");
    assertThat(Commands.run("infer", export("policy-onnx")).err())
        .contains("Maybe it is a policy.onnx?");
    Commands shape = Commands.run("infer", file);
    assertThat(shape.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(shape.err()).contains("The images are 1x28x28, but the network takes 144 bytes");
  }
}
