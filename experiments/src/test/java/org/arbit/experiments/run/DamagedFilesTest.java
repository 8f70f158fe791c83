package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.env.SeededRandom;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.QuickstartConfig;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were damaged at random end in an error that names them, or are still fine. */
class DamagedFilesTest {

  private static final int MUTATIONS = 1_000;

  @TempDir Path folder;

  @FunctionalInterface
  private interface Reader {
    void read() throws IOException;
  }

  @Test
  void summaries() throws IOException {
    Summary summary =
        Summary.of(
            "train",
            1,
            new Summary.DatasetFacts("strokes", 1, 2, 3, "ab"),
            new Summary.SupernetFacts(
                "abn", "resnet8", List.of(2, 8), new TreeMap<>(Map.of(2, 0.5))),
            List.of(new Result("dqn", ResultType.AGENT, 1L, 0.1, 0.5, 4, 9, 1, 10, 0.2)));
    damage(
        folder.resolve(SummaryFile.NAME),
        SummaryFile.toJson(summary),
        () -> SummaryFile.read(folder));
  }

  @Test
  void configurations() throws IOException {
    Path file = folder.resolve("config.yaml");
    QuickstartConfig defaults = QuickstartConfig.of(null, 1);
    damage(file, ConfigReader.toYaml(defaults), () -> ConfigReader.read(file, defaults, List.of()));
  }

  @Test
  void descriptionsOfPolicies() throws IOException {
    Path file = folder.resolve("best/best.json");
    String text =
        """
        {"schema":1,"agent":"dqn","seed":1,"tradeOff":0.1,"lanes":8,
         "environment":{"id":"BitAllocation-v1","parameters":{"rewards":["correct"]}}}
        """;
    damage(file, text, () -> BestPolicy.read(folder));
  }

  @Test
  void scoresOfPauses() throws IOException {
    PauseScores.add(folder, 160, 0.25);
    PauseScores.add(folder, 320, 0.5);
    Path file = folder.resolve("pauses.json");
    damage(file, Files.readString(file), () -> PauseScores.find(folder, 160));
  }

  private void damage(Path file, String text, Reader reader) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] whole = text.getBytes(StandardCharsets.UTF_8);
    Files.write(file, whole);
    reader.read();
    SeededRandom random = new SeededRandom(11);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = mutate(whole, random);
      Files.write(file, damaged);
      try {
        reader.read();
      } catch (IOException | ConfigException | InvalidInputException e) {
        refused++;
        assertThat(e.getMessage()).contains(file.getFileName().toString());
      } catch (RuntimeException | StackOverflowError e) {
        fail("Mutation " + i + ": " + new String(damaged, StandardCharsets.ISO_8859_1), e);
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
  }

  private static byte[] mutate(byte[] whole, SeededRandom random) {
    byte[] damaged = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      case 2 -> {
        int at = random.nextInt(damaged.length);
        byte[] nested = ("[".repeat(2_000) + "{\"a\":").getBytes(StandardCharsets.UTF_8);
        byte[] longer = Arrays.copyOf(damaged, damaged.length + nested.length);
        System.arraycopy(nested, 0, longer, at, nested.length);
        System.arraycopy(whole, at, longer, at + nested.length, whole.length - at);
        damaged = longer;
      }
      default -> {
        for (int k = 0; k < 4; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return damaged;
  }
}
