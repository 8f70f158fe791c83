package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.format.VerticalBundle;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerticalExporterTest {

  private static final ImageShape SHAPE = new ImageShape(1, 12, 12);
  private static final Path READER = Path.of("../docs/examples/read_vertical.py").toAbsolutePath();
  private static Workers workers;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    workers = new Workers(1);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  private Path export(FrozenNetwork network) throws IOException {
    Path bundle = folder.resolve("bundle");
    ExportSource source =
        ExportSource.of(network, null, TinyNetworks.images(SHAPE, 1), new TreeMap<>());
    Exporters.load().get("vertical").export(source, ExportOptions.defaults(), bundle);
    return bundle;
  }

  private static FrozenNetwork network(
      BitWidths bits, boolean separate, WeightQuantizer.Kind kind) {
    return TinyNetworks.network(SHAPE, 3, bits, separate, kind, workers);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsEveryPrecisionOfTheNetworkToTheBit(boolean separate) throws IOException {
    FrozenNetwork network =
        network(BitWidths.of(1, 2, 4, 8), separate, WeightQuantizer.Kind.CASCADE);
    Path bundle = export(network);
    for (int i = 0; i < 4; i++) {
      VerticalBundle read = VerticalBundle.read(bundle, network.bitWidths().at(i));
      assertThat(read.fingerprint()).isEqualTo(network.fingerprint());
      for (int l = 0; l < 6; l++) {
        FrozenLayer layer = network.layers().get(l);
        assertThat(read.masters().get(l).name()).isEqualTo(layer.name());
        assertThat(read.masters().get(l).codes()).containsExactly(layer.weightCodes(i));
      }
    }
    VerticalBundle all = VerticalBundle.read(bundle, 8);
    FrozenLayer last = network.layers().get(5);
    assertThat(all.parameters().get(2).get("block2.conv2.factor.4.4").toFloats())
        .containsExactly(last.factors(2, 2));
    assertThat(all.parameters().get(2).get("block2.conv2.inverse_step.4").toFloats())
        .containsExactly(last.inverseStep(2));
    assertThat(all.parameters().get(2).containsKey("block2.conv2.summand.1.4")).isEqualTo(separate);
    assertThat(all.parameters().get(2).containsKey("block2.conv2.summand.4.1")).isEqualTo(separate);
    assertThat(all.parameters().get(0).get("stem.codes").data())
        .containsExactly(network.stem().weightCodes(0));
    assertThat(all.parameters().get(1)).doesNotContainKey("stem.codes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void aReaderInPythonGetsTheSameCodes(int bits) throws IOException {
    FrozenNetwork network = network(BitWidths.of(1, 2, 4, 8), false, WeightQuantizer.Kind.CASCADE);
    Path bundle = export(network);
    for (int higher : new int[] {2, 4, 8}) {
      if (higher > bits) {
        Files.delete(bundle.resolve("enhancement-" + higher + ".safetensors"));
      }
    }
    int index = network.bitWidths().indexOf(bits);
    String expected =
        IntStream.range(0, 6)
            .mapToObj(l -> network.layers().get(l))
            .map(
                layer ->
                    layer.name()
                        + " "
                        + layer.shape().outChannels()
                        + "x"
                        + layer.shape().inChannels()
                        + "x3x3 "
                        + Hashing.sha256().hashBytes(layer.weightCodes(index)))
            .collect(Collectors.joining("\n"));
    assertThat(Python.with("numpy", folder).run(READER.toString(), bundle.toString(), "" + bits))
        .isEqualTo("0 " + expected);
  }

  @Test
  void theReaderInPythonRefusesADamagedFile() throws IOException {
    Path bundle = export(network(BitWidths.of(2, 8), false, WeightQuantizer.Kind.CASCADE));
    Path file = bundle.resolve("enhancement-8.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    Python python = Python.with("numpy", folder);
    assertThat(python.run(READER.toString(), bundle.toString()))
        .isEqualTo("1 enhancement-8.safetensors is damaged: its SHA-256 differs");
    assertThat(python.run(READER.toString(), bundle.toString(), "2")).startsWith("0 block0.conv1");
  }

  @Test
  void holdsProjectionsAndHeads() throws IOException {
    FrozenNetwork network =
        TinyNetworks.network(
            TinyNetworks.everyKind().withExits(Exits.after(List.of(1))),
            SHAPE,
            BitWidths.of(2, 8),
            false,
            WeightQuantizer.Kind.CASCADE,
            workers);
    VerticalBundle read = VerticalBundle.read(export(network), 2);
    assertThat(read.masters().get(1).name()).isEqualTo("block0.shortcut");
    assertThat(read.masters().get(1).codes())
        .containsExactly(network.projection(0).orElseThrow().weightCodes(0));
    assertThat(read.parameters().get(0).get("exit1.codes").data())
        .containsExactly(network.heads().get(0).weightCodes());
  }

  @Test
  void aNetworkWithWeightsOfItsOwnAtEveryPrecisionIsRefused() {
    FrozenNetwork other = network(BitWidths.of(2, 8), false, WeightQuantizer.Kind.LSQ);
    assertThatThrownBy(() -> export(other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("block0.conv1 has weights of its own at 2 bits")
        .hasMessageContaining("Maybe train the super-network with the recipe vertical?");
    assertThat(folder.resolve("bundle")).doesNotExist();
  }
}
