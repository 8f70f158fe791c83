package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HAQ lists of a network with a projection beside its first layer, written and read again. */
final class HaqListTest {

  private static final ImageShape SHAPE = new ImageShape(2, 15, 13);
  private static Workers workers;
  private static FrozenNetwork network;

  @TempDir private Path folder;

  @BeforeAll
  static void makeNetwork() {
    workers = new Workers(1);
    network =
        TinyNetworks.network(
            TinyNetworks.everyKind(),
            SHAPE,
            BitWidths.of(2, 4, 8),
            true,
            WeightQuantizer.Kind.LSQ,
            workers);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @Test
  void theListThatIsWrittenIsReadAsTheSameAllocation() throws IOException {
    Allocation given =
        Allocation.separate(new int[] {2, 4, 8, 4, 2, 8, 4}, new int[] {8, 2, 4, 4, 8, 2, 4});
    ExportSource source =
        ExportSource.of(
            network, null, TinyNetworks.images(SHAPE, 1), new TreeMap<>(Map.of("arbit", "0.1.0")));
    Path file = folder.resolve("haq.json");
    Exporters.load()
        .get("haq")
        .export(source, ExportOptions.defaults().withAllocation(given), file);
    assertThat(file)
        .hasContent(
            "[[8, -1], [2, 8], [2, 8], [4, 2], [8, 4], [4, 4], [2, 8], [8, 2], [4, 4], [8, 8]]");
    assertThat(AllocationText.parse(file.toString()).on(network)).isEqualTo(given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[8,-1],[2,2],[4,4],[8,8],[4,4],[2,2],[8,8],[4,4],[8,8]]"
            + "| lists 9 layers, but every-kind has 10: 7 searchable ones, 1 projections, stem and"
            + " classifier. Maybe it is of another network?",
        "[[8,-1],[2,2],[4,4],[4,4],[8,8],[4,4],[2,2],[8,8],[4,4],[8,8]]"
            + "| gives the layer block0.conv1 [2, 2] bits and the projection that reads the same"
            + " tensor [4, 4], but the two share their bit-widths. Maybe [2, 2] for both?",
        "[[4,-1],[2,2],[2,2],[4,4],[8,8],[4,4],[2,2],[8,8],[4,4],[8,8]]"
            + "| gives the stem 4 bits, but these are fixed. Maybe 8?",
        "[[8,-1],[2,2],[2,2],[4,4],[8,8],[4,4],[2,2],[8,8],[4,4],[8,6]]"
            + "| gives the classifier 6 bits, but these are fixed. Maybe 8?",
      })
  void aListThatDoesNotFitIsRefused(String list, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("given.json"), list);
    AllocationText text = AllocationText.parse(file.toString());
    assertThatThrownBy(() -> text.on(network))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + " " + message.strip());
  }

  @Test
  void bitsThatAreNoCandidatesAreToldWithTheLayer() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("given.json"),
            "[[8,-1],[2,2],[2,2],[4,4],[8,8],[4,4],[6,6],[8,8],[4,4],[8,8]]");
    AllocationText text = AllocationText.parse(file.toString());
    assertThatThrownBy(() -> text.on(network))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("asks for 6 bits at layer " + network.spec().layer(4).name())
        .hasMessageContaining("the candidates are {2,4,8}. Maybe");
  }
}
