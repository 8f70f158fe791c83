package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbit quickstart} from outside, as small as it can be: what it prints, leaves and says.
 */
final class QuickstartFlowTest {

  private static final List<String> TINY =
      List.of(
          "--set=data.train=64",
          "--set=data.policy=32",
          "--set=data.validation=20",
          "--set=data.test=100",
          "--set=supernet.width=2",
          "--set=supernet.epochs=1",
          "--set=supernet.batch=32",
          "--set=tradeOffs.candidates=[0.003, 0.03, 0.3]",
          "--set=tradeOffs.losses=[0.0, 0.002, 0.004]",
          "--set=agents=[{name: dqn, steps: 600, lanes: 32}, "
              + "{name: reinforce, steps: 600, lanes: 32}]");

  @TempDir Path folder;

  @Test
  void twoProcessesWithTheSameSeedLeaveTheSameFiles() throws IOException {
    for (String name : List.of("first", "second")) {
      Program.Ended ended = tiny("--seed=3", "--out=" + name);
      assertThat(ended.err())
          .doesNotContain("WARN")
          .doesNotContain("ERROR")
          .doesNotContain("SLF4J");
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("uniform-8", "dqn", "reinforce", "random@dqn@", name);
    }

    assertThat(names(folder)).containsExactly("first", "second");
    assertThat(names(folder.resolve("first")))
        .contains("config.yaml", "policy.json", "policy.onnx", "report.html", "summary.json")
        .contains("supernet");
    assertThat(summary("second")).isEqualTo(summary("first"));
    for (String same : List.of("policy.onnx", "config.yaml", "supernet/weights.safetensors")) {
      assertThat(folder.resolve("second").resolve(same))
          .hasSameBinaryContentAs(folder.resolve("first").resolve(same));
    }
    assertThat(json("first/manifest.json").at("/versions/nd4j").asText()).startsWith("1.0.0");
    tiny("--seed=4", "--out=other");
    assertThat(summary("other").at("/dataset/sha256"))
        .isNotEqualTo(summary("first").at("/dataset/sha256"));
  }

  @Test
  void imagesOfTheUserGoTheSameWay() throws IOException {
    IdxImages.write(folder.resolve("images"), 200, 60);
    Program.Ended ended = tiny("--data=images", "--out=run", "--set=data.test=60");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(summary("run").at("/dataset/test").asInt()).isEqualTo(60);
    assertThat(summary("run").at("/dataset/train").asInt()).isEqualTo(96);
  }

  @Test
  void brokenImagesAreToldInOneLineAndNothingIsLeftBehind() throws IOException {
    Path images = folder.resolve("images");
    IdxImages.write(images, 200, 60);
    Path labels = images.resolve("train-labels-idx1-ubyte");
    Files.write(labels, Arrays.copyOf(Files.readAllBytes(labels), 100));

    Program.Ended ended = tiny("--data=images", "--out=run");

    assertThat(ended.code()).isIn(1, 2);
    assertThat(ended.err().lines().filter(line -> line.startsWith("arbit:")))
        .singleElement()
        .asString()
        .contains("train-labels-idx1-ubyte");
    assertThat(names(folder)).containsExactly("images");
  }

  @Test
  void aFileInPlaceOfTheFolderIsKept() throws IOException {
    Files.writeString(folder.resolve("run"), "mine");
    Program.Ended ended = tiny("--out=run");
    assertThat(ended.code()).isIn(1, 2);
    assertThat(ended.err()).contains("run");
    assertThat(folder.resolve("run")).hasContent("mine");
  }

  @Test
  void ctrlCEndsTheRunAndLeavesNothingBehind() throws IOException, InterruptedException {
    assumeThat(Path.of("/bin/sh")).exists();
    List<String> arguments = new ArrayList<>(List.of("quickstart", "--out=a/run"));
    arguments.addAll(TINY);
    arguments.add("--set=supernet.epochs=10000");

    Program.Ended ended =
        new Program(folder).interruptAt("super-network:", arguments.toArray(String[]::new));

    assertThat(ended.code()).as(ended.err()).isEqualTo(130);
    assertThat(ended.err()).contains("Ctrl-C");
    assertThat(names(folder)).isEmpty();
  }

  private Program.Ended tiny(String... more) {
    List<String> arguments = new ArrayList<>(List.of("quickstart"));
    arguments.addAll(TINY);
    arguments.addAll(List.of(more));
    return new Program(folder).run(arguments.toArray(String[]::new));
  }

  /** Returns a run's summary without the time it took. */
  private JsonNode summary(String run) throws IOException {
    return ((ObjectNode) json(run + "/summary.json")).without("wallSeconds");
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
