package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** The command compare, on two policies that were trained in a second. */
class CompareCommandTest {

  private static final int IMAGES = 120;

  @TempDir static Path shared;

  private static Path first = Path.of("");
  private static Path second = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    Path data = IdxFiles.write(shared.resolve("data"), IMAGES, 8);
    Path network =
        TinyRun.network(
            shared.resolve("net"), "data.folder=" + data, "data.test=" + IMAGES, "data.train=100");
    first = TinyRun.train(network, shared.resolve("first"), "agent.steps=64");
    second = TinyRun.train(network, shared.resolve("second"), "agent.steps=64", "seeds=[2]");
  }

  @Test
  void pairsTheSamplesOfTwoRuns() throws IOException {
    JsonNode rows = json("compare", "--paired", "--json", first, second);
    JsonNode against = rows.get(1).get("against");
    assertThat(rows.get(0).get("against").isNull()).isTrue();

    List<Boolean> one = correct(first);
    List<Boolean> other = correct(second);
    int onlyThis = 0;
    int onlyOther = 0;
    for (int i = 0; i < IMAGES; i++) {
      onlyThis += other.get(i) && !one.get(i) ? 1 : 0;
      onlyOther += one.get(i) && !other.get(i) ? 1 : 0;
    }
    assertThat(against.get("onlyThis").intValue()).isEqualTo(onlyThis);
    assertThat(against.get("onlyOther").intValue()).isEqualTo(onlyOther);
    assertThat(against.get("accuracy").get("estimate").doubleValue())
        .isCloseTo((double) (onlyThis - onlyOther) / IMAGES, within(1e-12));

    Commands table = Commands.run("compare", "--paired", first, second);
    assertThat(table.out().lines()).hasSize(4).last().asString().contains("second", "reinforce@");
  }

  @Test
  void oneTableAtATime() {
    Commands both = Commands.run("compare", "--paired", "--equal-accuracy", first, second);
    assertThat(both.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(both.err()).contains("--paired and --equal-accuracy are two tables");
  }

  private static List<Boolean> correct(Path run) throws IOException {
    Path csv = shared.resolve(run.getFileName() + ".csv");
    json("evaluate", "--run", run, "--csv", csv, "--json");
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(line -> line.split(",")[3].equals("1"))
        .toList();
  }

  private static JsonNode json(Object... arguments) throws IOException {
    Commands command = Commands.run(arguments);
    assertThat(command.code()).as(command.err()).isEqualTo(ExitCodes.OK);
    return new ObjectMapper().readTree(command.out());
  }
}
