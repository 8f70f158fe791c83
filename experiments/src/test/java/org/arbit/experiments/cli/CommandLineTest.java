package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  private static final int SCREEN_LINES = 40;
  private static final int SCREEN_COLUMNS = 80;

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quikstart | There is no command \"quikstart\" | Maybe \"quickstart\"?",
        "quickstart --sed 1 | There is no option \"--sed\" | Maybe \"--seed\"?",
        "quickstart --seed x | --seed is \"x\"; it must be a whole number | See arbit quickstart --help",
        "quickstart --set supernet.epoch=2 | supernet.epoch: There is no setting | Maybe \"epochs\"?",
        "quickstart --seed -1 | seed: -1 is not allowed | in [0",
        "'' | No command is given. | Maybe arbit quickstart?",
      })
  void wrongUsageIsAnsweredInOneLineWithASuggestion(String line, String first, String second) {
    int code = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(code).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains(first).contains(second).doesNotContain("\tat ");
    assertThat(errors().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(output()).isEmpty();
  }

  @Test
  void everyMistakeInSettingsGetsItsLine() {
    int code =
        run("quickstart", "--set", "supernet.epochs=0", "--set", "data.trian=1", "--set", "seed=a");
    assertThat(code).isEqualTo(ExitCodes.USAGE);
    assertThat(errors().lines()).hasSize(3).allMatch(l -> l.startsWith("arbit: "));
  }

  @Test
  void aVeryLongValueIsNotQuotedInFull() {
    assertThat(run("quickstart", "--set", "seed=" + "x".repeat(10_000))).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).hasSizeLessThan(2_000).contains("xxx [...] xxx");
  }

  @Test
  void debugShowsTheStackTrace() {
    assertThat(run("quickstart", "--debug", "--seed", "-1")).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "--help",
    "quickstart --help",
    "supernet --help",
    "supernet train --help",
    "supernet eval --help",
    "supernet info --help",
    "supernet cost-template --help",
    "train --help",
    "evaluate --help",
    "compare --help",
    "sweep --help",
    "report --help",
    "check --help",
    "check env --help",
    "check agent --help",
    "bench --help",
    "export --help",
    "infer --help",
    "list --help"
  })
  void helpFitsAScreenAndHasAnExample(String line) {
    assertThat(run(line.split(" "))).isEqualTo(ExitCodes.OK);
    assertThat(output()).contains("Example: ./arbit ");
    assertThat(output().lines())
        .hasSizeLessThanOrEqualTo(SCREEN_LINES)
        .allMatch(text -> text.length() <= SCREEN_COLUMNS);
  }

  @ParameterizedTest
  @CsvSource({
    "agents, dqn",
    "envs, BitAllocation-v1",
    "recipes, abn",
    "datasets, strokes",
    "rewards, correct",
    "costs, bitops",
    "costs, table",
    "exporters, policy-onnx"
  })
  void everyKindIsListedForPeopleAndForMachines(String kind, String known) throws Exception {
    assertThat(run("list", kind, "--json")).isEqualTo(ExitCodes.OK);
    JsonNode array = new ObjectMapper().readTree(output());
    assertThat(array.findValuesAsText("name")).contains(known);
    assertThat(array.findValuesAsText("summary")).hasSize(array.size()).doesNotContain("");
    out.reset();
    assertThat(run("list", kind)).isEqualTo(ExitCodes.OK);
    assertThat(output()).contains(known);
  }

  @Test
  void builtInEnvironmentsKeepTheRules() {
    assertThat(run("check", "env", "BitAllocation-v1")).isEqualTo(ExitCodes.OK);
    assertThat(output()).contains("BitAllocation-v1");
    assertThat(run("check", "env", "BitAlocation-v1")).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("Maybe \"BitAllocation-v1\"?");
    assertThat(run("check", "env", "BitAllocation-v1", "--jar", "no.jar"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("There is no jar no.jar");
  }

  @Test
  void builtInAgentsKeepTheRules() {
    assertThat(run("check", "agent", "uniform")).isEqualTo(ExitCodes.OK);
    assertThat(output()).contains("uniform");
    assertThat(run("check", "agent", "unifrom")).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("Maybe \"uniform\"?");
  }

  @Test
  void anUnknownKindIsAnsweredWithTheNearest() {
    assertThat(run("list", "agent")).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("Maybe \"agents\"?");
  }

  @Test
  void versionIsShown() {
    assertThat(run("--version")).isEqualTo(ExitCodes.OK);
    assertThat(output()).startsWith("arbit ");
  }

  @Test
  void aFolderInUseIsRefusedAndKept() throws Exception {
    Path used = Files.createDirectory(folder.resolve("used"));
    Files.writeString(used.resolve("precious"), "x");
    assertThat(run("quickstart", "--out", used.toString())).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("is in use").contains("Maybe").contains("used-2");
    assertThat(used.resolve("precious")).hasContent("x");
  }

  @Test
  void aMissingDataFolderLeavesNothingBehind() {
    Path target = folder.resolve("new/run");
    int code =
        run(
            "quickstart",
            "--data",
            folder.resolve("nowhere").toString(),
            "--out",
            target.toString());
    assertThat(code).isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("nowhere does not exist");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void anUnwritableTargetIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThat(run("quickstart", "--out", file.resolve("run").toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(errors()).contains("cannot be written").contains("--out");
    assertThat(file).hasContent("x");
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return Arbit.run(terminal, args);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
