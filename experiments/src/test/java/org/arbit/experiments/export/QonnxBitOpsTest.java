package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The BitOps that Arbit reports are those that can be counted from the QONNX file. */
final class QonnxBitOpsTest {

  private static final BitWidths BITS = BitWidths.of(1, 2, 3, 4, 8);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"resnet, false", "resnet, true", "every kind, false", "every kind, true"})
  void recountedFromTheFile(String kind, boolean separate) throws IOException {
    NetworkDescription description =
        kind.equals("resnet") ? Networks.resnet(4, 1) : TinyNetworks.everyKind();
    ImageShape shape =
        kind.equals("resnet") ? new ImageShape(1, 12, 12) : new ImageShape(2, 15, 13);
    try (Workers workers = new Workers(1)) {
      FrozenNetwork network =
          TinyNetworks.network(
              description, shape, BITS, separate, WeightQuantizer.Kind.LSQ, workers);
      ExportSource source =
          ExportSource.of(
              network,
              null,
              TinyNetworks.images(shape, 1),
              new TreeMap<>(Map.of("arbit", "0.1.0")));
      Random random = new Random(11);
      for (int i = 0; i < 5; i++) {
        Allocation allocation = allocation(network, separate, random);
        Path file = folder.resolve("q" + i + ".onnx");
        Exporters.load()
            .get("qonnx")
            .export(source, ExportOptions.defaults().withAllocation(allocation), file);
        Map<String, Long> counted = QonnxCount.bitOps(Files.readAllBytes(file));
        long projections =
            IntStream.range(0, network.spec().layers())
                .filter(l -> network.projection(l).isPresent())
                .count();
        assertThat(counted).hasSize((int) (2 + network.spec().layers() + projections));
        assertThat(counted.values().stream().mapToLong(Long::longValue).sum())
            .isEqualTo(BitOps.ofNetwork(network.spec(), allocation));
      }
    }
  }

  private static Allocation allocation(FrozenNetwork network, boolean separate, Random random) {
    int[] weights = new int[network.spec().layers()];
    int[] activations = new int[weights.length];
    Arrays.setAll(weights, l -> BITS.at(random.nextInt(BITS.size())));
    Arrays.setAll(activations, l -> separate ? BITS.at(random.nextInt(BITS.size())) : weights[l]);
    return Allocation.separate(weights, activations);
  }
}
