package org.arbit.supernet.cost;

import static org.arbit.supernet.cost.CostModelsTest.NETWORK;
import static org.arbit.supernet.cost.CostModelsTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCostTest {

  private static final String CSV =
      """
      layer,weightBits,activationBits,cost
      a,2,2,1.5
      a,8,8,4
      b,2,2,0.25
      b,8,8,2e0
      stem,8,8,3
      classifier,8,8,0.5
      exit@b,8,8,0.125
      """;

  @TempDir Path folder;

  private CostModel table(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return CostModels.onClassPath().create("table", request(Map.of("file", file.toString())));
  }

  private static void requireTheNumbers(CostModel model) {
    assertThat(model.layer(NETWORK, 0, 2, 2)).isEqualTo(1.5);
    assertThat(model.layer(NETWORK, 0, 8, 8)).isEqualTo(4);
    assertThat(model.layer(NETWORK, 1, 8, 8)).isEqualTo(2);
    assertThat(model.fixed(NETWORK)).isEqualTo(3.5);
    assertThat(model.exit(NETWORK, NETWORK.exits().get(0))).isEqualTo(-0.375);
  }

  @Test
  void readsCsv() throws IOException {
    CostModel model = table("t.csv", CSV);
    requireTheNumbers(model);
    assertThat(model.unit()).isEqualTo("cost");
  }

  @Test
  void readsCsvOfASpreadsheet() throws IOException {
    StringBuilder text = new StringBuilder();
    CSV.lines()
        .map(line -> line.split(","))
        .forEach(c -> text.append("%s, x ,\"%s\",%s,%s\r\n".formatted(c[3], c[0], c[1], c[2])));
    requireTheNumbers(table("t.csv", text + "\r\n"));
  }

  @Test
  void readsJson() throws IOException {
    StringBuilder rows = new StringBuilder();
    CSV.lines()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            c ->
                rows.append(rows.length() == 0 ? "" : ",\n")
                    .append(
                        "{\"layer\":\"%s\",\"weightBits\":%s,\"activationBits\":%s,\"cost\":%s}"
                            .formatted(c[0], c[1], c[2], c[3])));
    CostModel model =
        table("t.json", "{\"schema\": 1, \"unit\": \"ms\", \"rows\": [" + rows + "]}");
    requireTheNumbers(model);
    assertThat(model.unit()).isEqualTo("ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b,2,2,0.25 | '' | no row for layer b at 2 weight and 2 activation bits; of 7 rows.",
        "stem,8,8,3 | '' | no row for layer stem",
        "exit@b,8,8,0.125 | '' | no row for layer exit@b",
        "b,2,2,0.25 | a,8,8,4 | line 4: layer a at 8 weight and 8 activation bits stands there a"
            + " second time; first in line 3.",
        "a,8,8,4 | a,8,8,-4 | line 3: the cost of layer a at 8 weight and 8 activation bits is"
            + " \"-4\"",
        "a,8,8,4 | a,8,8, | line 3: the cost of layer a at 8 weight and 8 activation bits is not"
            + " filled in",
        "a,8,8,4 | a,8,8,NaN | line 3",
        "a,8,8,4 | a,9,8,4 | line 3: the column weightBits is \"9\"",
        "a,8,8,4 | a,8,2.5,4 | line 3: the column activationBits is \"2.5\"",
        "a,8,8,4 | a,8,8 | line 3: there are 3 cells, but the header has 4.",
        "stem,8,8,3 | stern,8,8,3 | line 6: There is no layer \"stern\"",
        "layer,weight | layer;weight | line 1: there is no column \"layer\"",
      })
  void refusesATableThatIsNotWhole(String from, String to, String message) {
    assertThatThrownBy(() -> table("t.csv", CSV.replace(from, to)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\": 2, \"rows\": []} | line 1: the schema is 2, but this version reads 1. Maybe",
        "{\"schema\": 1} | there is no \"rows\"",
        "{\"rows\": []} | there is no \"schema\"",
        "{\"schema\": 1, \"rows\": [ | line 1: it is no whole JSON",
        "{\"schema\": 1, \"rows\": [3]} | every row must be a JSON object",
        "{\"schema\": 1, \"rows\": {}} | \"rows\" must be a list",
        "[] | a JSON object with schema",
        "{\"schema\": 1, \"rows\": [{\"layer\": \"a\"}]} | the column weightBits is \"\"",
      })
  void refusesJsonThatIsNotWhole(String text, String message) {
    assertThatThrownBy(() -> table("t.json", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tellsTheLineOfARowInJson() {
    String text =
        """
        {"schema": 1, "rows": [
          {"layer": "a", "weightBits": 2, "activationBits": 2, "cost": 1},
          {"layer": "a", "weightBits": 8, "activationBits": 8, "cost": null}
        ]}
        """;
    assertThatThrownBy(() -> table("t.json", text)).hasMessageContaining("t.json, line 3:");
  }

  @Test
  void aMissingFileIsTold() {
    assertThatThrownBy(
            () -> CostModels.onClassPath().create("table", request(Map.of("file", "no.csv"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.csv does not exist");
  }

  @Test
  void theTemplateIsRefusedUntilItIsFilledInAndThenRead() throws IOException {
    String csv = CostTemplate.csv(request(Map.of()));
    assertThat(csv.lines()).hasSize(1 + CostTemplate.rows(request(Map.of())));
    assertThatThrownBy(() -> table("t.csv", csv)).hasMessageContaining("line 2: the cost");
    CostModel model = table("t.csv", csv.replaceAll(",\n", ",7\n"));
    assertThat(model.fixed(NETWORK)).isEqualTo(14);
    String json = CostTemplate.json(request(Map.of()));
    assertThatThrownBy(() -> table("t.json", json)).hasMessageContaining("line 5: the cost");
    assertThat(table("t.json", json.replace("null", "7")).layer(NETWORK, 1, 8, 8)).isEqualTo(7);
  }

  @Test
  void theTemplateHasEveryPairWhereTheTwoMayDiffer() {
    CostRequest separate = new CostRequest(NETWORK, BitWidths.of(2, 4, 8), true, Map.of());
    assertThat(CostTemplate.rows(separate)).isEqualTo(2 * 9 + 2 + 1);
  }
}
