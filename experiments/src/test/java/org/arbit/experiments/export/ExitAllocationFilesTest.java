package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a policy that lets most samples leave early. */
final class ExitAllocationFilesTest {

  private static final int SAMPLES = 40;
  private static final ExportOptions DEFAULTS = ExportOptions.defaults();
  private static Workers workers;
  private static ExportSource source;
  private static AllocationTable table;

  @TempDir private Path folder;

  @BeforeAll
  static void makeSource() {
    workers = new Workers(1);
    Dataset data = TinyNetworks.images(TinySources.SHAPE, SAMPLES);
    FrozenNetwork network = TinySources.networkWithHeads(workers);
    int seed = 0;
    do {
      source = TinySources.of(network, data, TinySources.environment(true), ++seed);
      table = AllocationTable.of(network, source.requireLearned("x"), data);
    } while (AllocationTable.layersRun(table.mostFrequent()) == network.spec().layers()
        || table.shareLeavingBefore(network.spec().layers()) == 0);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @Test
  void csvHasZeroForWhatHasNotRunAndTheBitOpsOfTheHead() throws IOException {
    List<String> lines = Files.readAllLines(export("csv", DEFAULTS));
    NetworkSpec spec = source.network().spec();
    int layers = spec.layers();
    int left = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      long cost = BitOps.ofFixed(spec) - BitOps.ofClassifier(spec);
      int run = 0;
      for (; run < layers && !cells[1 + run].equals("0"); run++) {
        int bits = Integer.parseInt(cells[1 + run]);
        cost += BitOps.ofLayer(spec, run, bits, bits);
      }
      assertThat(List.of(cells).subList(1 + run, 1 + layers)).allMatch("0"::equals);
      cost +=
          run == layers
              ? BitOps.ofClassifier(spec)
              : BitOps.ofExit(spec.exitBefore(run).orElseThrow());
      assertThat(Long.parseLong(cells[1 + layers])).isEqualTo(cost);
      left += run < layers ? 1 : 0;
    }
    assertThat(left).isBetween(1, SAMPLES - 1);
  }

  @Test
  void jsonTellsWhereThePolicyLeaves() throws IOException {
    JsonNode json = new ObjectMapper().readTree(export("json", DEFAULTS).toFile());
    NetworkSpec spec = source.network().spec();
    int run = AllocationTable.layersRun(table.mostFrequent());
    assertThat(json.get("leavesBefore").asText()).isEqualTo(spec.layer(run).name());
    assertThat(json.get("networkBitOps").longValue()).isEqualTo(table.bitOpsOfMostFrequent());
    JsonNode policy = json.get("policy");
    double leaving = 0;
    for (JsonNode share : policy.get("shareLeavingBefore")) {
      leaving += share.doubleValue();
    }
    assertThat(policy.get("shareLeavingBefore").size()).isEqualTo(2);
    assertThat(leaving).isCloseTo(1 - table.shareLeavingBefore(spec.layers()), within(1e-12));
    double decisions =
        IntStream.range(0, spec.layers())
            .mapToDouble(l -> table.shareLeavingBefore(l) * (l + 1))
            .sum();
    decisions += table.shareLeavingBefore(spec.layers()) * spec.layers();
    double each = source.requireLearned("x").metadata().bitOps();
    assertThat(policy.get("controllerBitOps").doubleValue())
        .isCloseTo(decisions * each, within(1e-6));
    Path file = Files.move(folder.resolve("json.out"), folder.resolve("ours.json"));
    AllocationText again = AllocationText.parse(file.toString());
    assertThatThrownBy(() -> again.on(source.network()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("leaves the network before layer " + spec.layer(run).name())
        .hasMessageEndingWith("Maybe give bits for every layer?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"static-onnx", "qonnx", "aimet", "haq"})
  void formatsOfOneWholePassRefuseAndSayWhatToDo(String format) throws IOException {
    int run = AllocationTable.layersRun(table.mostFrequent());
    assertThatThrownBy(() -> export(format, DEFAULTS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The policy most often leaves the network before layer "
                + source.network().spec().layer(run).name()
                + " ("
                + table.mostFrequent()
                + "), but the format "
                + format
                + " holds only passes through all layers. Maybe give the bits of every layer with"
                + " --bits, or take one of adaptive-onnx, json and csv?");
    Allocation given = Allocation.joint(8, 4, 2, 8, 4, 2);
    assertThat(export(format, DEFAULTS.withAllocation(given))).isNotEmptyFile();
  }

  private Path export(String format, ExportOptions options) throws IOException {
    Path file = folder.resolve(format + ".out");
    Exporters.load().get(format).export(source, options, file);
    return file;
  }
}
