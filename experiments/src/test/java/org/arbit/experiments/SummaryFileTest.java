package org.arbit.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryFileTest {

  private static final String GOLDEN =
      """
      {
        "schema" : 1,
        "kind" : "quickstart",
        "wallSeconds" : 12.5,
        "dataset" : {
          "name" : "strokes",
          "train" : 100,
          "validation" : 20,
          "test" : 30,
          "sha256" : "ab12"
        },
        "supernet" : {
          "recipe" : "abn",
          "network" : "resnet8",
          "bitWidths" : [
            2,
            8
          ],
          "accuracyByBits" : {
            "2" : 0.5,
            "8" : 0.75
          }
        },
        "results" : [
          {
            "name" : "dqn",
            "type" : "agent",
            "seed" : 1,
            "tradeOff" : 0.03,
            "accuracy" : 0.7,
            "meanBits" : 3.25,
            "networkBitOps" : 1000.0,
            "controllerBitOps" : 10.0,
            "totalBitOps" : 1010.0,
            "difficultyCorrelation" : 0.4
          },
          {
            "name" : "uniform-8",
            "type" : "static",
            "accuracy" : 0.75,
            "meanBits" : 8.0,
            "networkBitOps" : 4000.0,
            "controllerBitOps" : 0.0,
            "totalBitOps" : 4000.0
          }
        ]
      }
      """;

  @TempDir Path run;

  @Test
  void writesTheGoldenText() {
    assertThat(SummaryFile.toJson(example())).isEqualTo(GOLDEN);
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    SummaryFile.write(run, example());
    assertThat(SummaryFile.read(run)).isEqualTo(example());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schema\" : 1 | \"schema\" : 2 | has schema 2, but this version of Arbit knows only 1",
        "\"schema\" : 1, | '' | has schema (none)",
        "\"type\" : \"agent\" | \"type\" : \"oracel\" | results[0].type",
        "\"accuracy\" : 0.7, | \"accuracy\" : 7, | accuracy is 7.0; it must be in [0.0, 1.0]",
        "\"accuracy\" : 0.7, | '' | accuracy",
        "\"meanBits\" : 3.25 | \"meanBits\" : \"3.25\" | results[0].meanBits",
        "\"train\" : 100 | \"train\" : 100.5 | dataset.train",
        "1010.0 | 1011.0 | totalBitOps of dqn is 1011.0",
        "\"kind\" | \"kin\" | kin",
        "] | '' | is no valid summary",
      })
  void namesFileAndFaultOfABrokenSummary(String found, String replacement, String message)
      throws IOException {
    Files.writeString(run.resolve(SummaryFile.NAME), GOLDEN.replace(found, replacement));
    assertThatThrownBy(() -> SummaryFile.read(run))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("summary.json")
        .hasMessageContaining(message);
  }

  @Test
  void saysThatASummaryIsMissing() {
    assertThatThrownBy(() -> SummaryFile.read(run))
        .hasMessageContaining("summary.json is missing. Maybe");
  }

  private static Summary example() {
    return Summary.of(
        "quickstart",
        12.5,
        new Summary.DatasetFacts("strokes", 100, 20, 30, "ab12"),
        new Summary.SupernetFacts(
            "abn", "resnet8", List.of(2, 8), new TreeMap<>(Map.of(2, 0.5, 8, 0.75))),
        List.of(
            new Result("dqn", ResultType.AGENT, 1L, 0.03, 0.7, 3.25, 1000, 10, 1010, 0.4),
            new Result("uniform-8", ResultType.STATIC, null, null, 0.75, 8, 4000, 0, 4000, null)));
  }
}
