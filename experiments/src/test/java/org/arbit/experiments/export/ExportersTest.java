package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import onnx.Onnx.TensorProto;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportersTest {

  private static final ImageShape SHAPE = TinySources.SHAPE;
  private static final int SAMPLES = 200;
  private static final ExportOptions DEFAULTS = ExportOptions.defaults();
  private static Workers workers;
  private static ExportSource source;

  @TempDir private Path folder;

  @BeforeAll
  static void makeSource() {
    workers = new Workers(1);
    Dataset data = TinyNetworks.images(SHAPE, SAMPLES);
    FrozenNetwork network =
        TinyNetworks.network(SHAPE, 4, BitWidths.of(1, 2, 4, 8), false, workers);
    source = TinySources.of(network, data, TinySources.environment(false), 7);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @Test
  void areFoundByName() {
    assertThat(Exporters.load().names())
        .containsExactly(
            "adaptive-onnx",
            "aimet",
            "csv",
            "haq",
            "json",
            "policy-onnx",
            "qonnx",
            "static-onnx",
            "vertical");
    assertThatThrownBy(() -> Exporters.load().get("adaptive-onx"))
        .hasMessageContaining("Maybe \"adaptive-onnx\"?");
  }

  @ParameterizedTest
  @CsvSource({
    "static-onnx, '8,8,8,8,8,8'",
    "static-onnx, '1,2,4,8,4,2'",
    "qonnx, '8,8,8,8,8,8'",
    "qonnx, '1,2,4,8,4,2'"
  })
  void fixedAllocationsGiveTheClassesOfTheWalk(String format, String bits) throws IOException {
    givesTheClassesOfTheWalk(source, format, bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"static-onnx", "qonnx"})
  void fixedAllocationsOfEveryKindOfLayerWithoutItsHeads(String format) throws IOException {
    FrozenNetwork every =
        TinyNetworks.network(
            TinyNetworks.everyKind().withExits(Exits.after(List.of(1))),
            SHAPE,
            BitWidths.of(1, 2, 4, 8),
            false,
            WeightQuantizer.Kind.LSQ,
            workers);
    ExportSource bare = ExportSource.of(every, null, source.samples(), source.versions());
    givesTheClassesOfTheWalk(bare, format, "8,8,4,8,8,4,8");
  }

  private void givesTheClassesOfTheWalk(ExportSource from, String format, String bits)
      throws IOException {
    Allocation allocation = allocation(bits);
    Path file = folder.resolve(format + ".out");
    Exporters.load().get(format).export(from, DEFAULTS.withAllocation(allocation), file);
    float[] expected = walk(from.network(), allocation);
    try (NetworkRuntime model = NetworkRuntime.load(file, 1)) {
      float[] logits = model.run(images(), SAMPLES, 0).logits();
      int otherClasses = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < SAMPLES; i++) {
        otherClasses += best(expected, i) == best(logits, i) ? 0 : 1;
      }
      for (int k = 0; k < logits.length; k++) {
        sum += Math.pow(logits[k] - expected[k], 2);
        squares += Math.pow(expected[k], 2);
      }
      assertThat(otherClasses).isLessThanOrEqualTo(SAMPLES / 50);
      assertThat(Math.sqrt(sum / squares)).isLessThan(0.02);
      assertThat(model.metadata()).containsEntry("arbit.allocation", bits);
      assertThat(Long.parseLong(model.metadata().get("arbit.networkBitOps")))
          .isEqualTo(BitOps.ofNetwork(from.network().spec(), allocation));
    }
  }

  @Test
  void anotherImplementationAcceptsAimetsNetwork() throws IOException {
    export("aimet", DEFAULTS.withAllocation(allocation("8,2,4,8,4,2")));
    assertThat(Python.check(folder, folder.resolve("aimet.onnx"))).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"static-onnx", "qonnx"})
  void anotherImplementationAcceptsFixedAllocations(String format) throws IOException {
    Path file = export(format, DEFAULTS.withAllocation(allocation("1,2,4,8,4,2")));
    assertThat(Python.check(folder, file)).isEqualTo("0");
  }

  @Test
  void jsonTellsThePolicysMostFrequentAllocationAndTheMeans() throws IOException {
    JsonNode json = new ObjectMapper().readTree(export("json", DEFAULTS).toFile());
    assertThat(json.get("schema").intValue()).isEqualTo(1);
    assertThat(json.get("layers")).hasSize(6);
    JsonNode policy = json.get("policy");
    assertThat(policy.get("samples").intValue()).isEqualTo(SAMPLES);
    AllocationTable table =
        AllocationTable.of(source.network(), source.requireLearned("json"), source.samples());
    assertThat(table.distinct()).isGreaterThan(1);
    assertThat(policy.get("meanWeightBits").get(2).doubleValue())
        .isEqualTo(table.meanWeightBits(2));
    Allocation most = table.mostFrequent();
    for (int l = 0; l < 6; l++) {
      assertThat(json.get("layers").get(l).get("weightBits").intValue())
          .isEqualTo(most.weightBits(l));
    }
    assertThat(json.get("networkBitOps").longValue())
        .isEqualTo(BitOps.ofNetwork(source.network().spec(), most));
  }

  @Test
  void csvHasALinePerSampleWhoseBitOpsCanBeRecounted() throws IOException {
    List<String> lines = Files.readAllLines(export("csv", DEFAULTS));
    assertThat(lines).hasSize(1 + SAMPLES);
    assertThat(lines.get(0)).startsWith("sample,block0.conv1,").endsWith(",bitops");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Allocation allocation = allocation(String.join(",", Arrays.copyOfRange(cells, 1, 7)));
      assertThat(Long.parseLong(cells[7]))
          .isEqualTo(BitOps.ofNetwork(source.network().spec(), allocation));
    }
  }

  @Test
  void haqListsEveryLayerWithBothBitWidths() throws IOException {
    Path file = export("haq", DEFAULTS.withAllocation(allocation("2,4,8,8,4,2")));
    assertThat(file)
        .hasContent("[[8, -1], [2, 2], [4, 4], [8, 8], [8, 8], [4, 4], [2, 2], [8, 8]]");
    Path json = Files.move(file, folder.resolve("haq.json"));
    assertThat(AllocationText.parse(json.toString()).on(source.network()))
        .isEqualTo(allocation("2,4,8,8,4,2"));
  }

  @Test
  void ourJsonCanBeGivenBack() throws IOException {
    Path file = export("json", DEFAULTS.withAllocation(allocation("1,2,4,8,4,2")));
    Path json = Files.move(file, folder.resolve("ours.json"));
    assertThat(AllocationText.parse(json.toString()).on(source.network()))
        .isEqualTo(allocation("1,2,4,8,4,2"));
  }

  /** The real network, quantized as the encodings say, is the static one. */
  @Test
  void aimetsEncodingsMakeTheStaticNetworkOfTheRealOne() throws Exception {
    ExportOptions options = DEFAULTS.withAllocation(allocation("2,4,8,8,4,2"));
    JsonNode encodings = new ObjectMapper().readTree(export("aimet", options).toFile());
    assertThat(encodings.get("version").asText()).isEqualTo("1.0.0");
    byte[] real = Files.readAllBytes(folder.resolve("aimet.onnx"));
    ModelFile model = new ModelFile(real);
    for (JsonNode encoding : encodings.get("param_encodings")) {
      assertThat(encoding.get("enc_type").asText()).isEqualTo("PER_CHANNEL");
      requireCodes(model.constants().get(encoding.get("name").asText()), encoding);
    }
    JsonNode activations = encodings.get("activation_encodings");
    assertThat(activations.findValuesAsText("name"))
        .startsWith("stem.input", "block0.conv1.input")
        .endsWith("classifier.map", "classifier.input");
    assertThat(activations.findValuesAsText("bw"))
        .containsExactly("8", "2", "4", "8", "8", "4", "2", "8", "8");
    Path file = export("static-onnx", options);
    byte[] quantized = model.withQuantizedActivations(activations);
    try (NetworkRuntime expected = NetworkRuntime.load(file, 1);
        NetworkRuntime found = NetworkRuntime.load(quantized, "aimet", 1)) {
      float[] a = expected.run(images(), SAMPLES, 0).logits();
      float[] b = found.run(images(), SAMPLES, 0).logits();
      int near = 0;
      for (int k = 0; k < a.length; k++) {
        near += Math.abs(a[k] - b[k]) < 1e-4 ? 1 : 0;
      }
      // A rounding at the edge between two codes may fall either way.
      assertThat(near).isGreaterThan(a.length * 9 / 10);
    }
  }

  private static void requireCodes(TensorProto weights, JsonNode encoding) {
    FloatBuffer values =
        weights.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int channels = encoding.get("scale").size();
    int perChannel = values.remaining() / channels;
    int levels = 1 << encoding.get("bw").intValue();
    for (int i = 0; i < channels * perChannel; i++) {
      double scale = encoding.get("scale").get(i / perChannel).doubleValue();
      double code = values.get(i) / scale - encoding.get("offset").get(i / perChannel).intValue();
      assertThat(code).isCloseTo(Math.rint(code), within(1e-3));
      assertThat(code).isBetween(-1e-3, levels - 1 + 1e-3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aimet", "haq"})
  void aFormatThatCannotHoldABitWidthSaysWhereAndOffersTheNearest(String format)
      throws IOException {
    ExportOptions options = DEFAULTS.withAllocation(allocation("8,4,1,8,1,2"));
    assertThatThrownBy(() -> export(format, options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The format "
                + format
                + " cannot hold the 1 bit of layer block1.conv1, but only 2 and more."
                + " Maybe take the nearest, 2, with --nearest?");
    try (Stream<Path> written = Files.list(folder)) {
      assertThat(written).isEmpty();
    }
    Path file = export(format, options.withNearest(true));
    if (format.equals("haq")) {
      assertThat(file).content().startsWith("[[8, -1], [8, 8], [4, 4], [2, 2], [8, 8], [2, 2]");
    }
  }

  @Test
  void aimetKeepsItsTwoFilesApart() {
    assertThatThrownBy(
            () ->
                Exporters.load()
                    .get("aimet")
                    .export(source, DEFAULTS, folder.resolve("model.onnx")))
        .hasMessageContaining("Maybe --out")
        .hasMessageContaining("model.encodings?");
  }

  @Test
  void thePolicyGetsItsDescriptionBesideIt() throws IOException {
    PolicyNetwork policy = source.requireLearned("x").policy();
    ExportSource described =
        ExportSource.of(
            source.network(),
            new ExportSource.Learned(
                policy,
                PolicyOnnxTest.metadata(
                    policy.inputs(), policy.outputs(), source.network().fingerprint()),
                source.requireLearned("x").environment()),
            source.samples(),
            source.versions());
    Path file = folder.resolve("my.policy.onnx");
    Exporters.load().get("policy-onnx").export(described, DEFAULTS, file);
    assertThat(folder.resolve("my.policy.json")).isNotEmptyFile();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void refuseWhatDoesNotBelongTogether() {
    ExportSource.Learned learned = source.requireLearned("x");
    FrozenNetwork other = TinyNetworks.network(SHAPE, 8, BitWidths.of(2, 8), false, workers);
    assertThatThrownBy(() -> ExportSource.of(other, learned, source.samples(), new TreeMap<>()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(other.fingerprint());
    ExportSource bare = ExportSource.of(source.network(), null, source.samples(), new TreeMap<>());
    assertThatThrownBy(() -> Exporters.load().get("csv").export(bare, DEFAULTS, folder))
        .hasMessageStartingWith("The format csv needs a learned policy");
    assertThatThrownBy(
            () -> export("static-onnx", DEFAULTS.withAllocation(allocation("8,8,3,8,8,8"))))
        .hasMessageContaining("block1.conv1")
        .hasMessageContaining("{1,2,4,8}");
  }

  private Path export(String format, ExportOptions options) throws IOException {
    Path file = folder.resolve(format + ".out");
    Exporters.load().get(format).export(source, options, file);
    return file;
  }

  private static Allocation allocation(String bits) {
    return Allocation.joint(
        Arrays.stream(bits.split(",", -1)).mapToInt(Integer::parseInt).toArray());
  }

  private static byte[] images() {
    byte[] images = new byte[SAMPLES * SHAPE.size()];
    for (int i = 0; i < SAMPLES; i++) {
      source.samples().image(i, images, i * SHAPE.size());
    }
    return images;
  }

  private static float[] walk(FrozenNetwork network, Allocation allocation) {
    float[] logits = new float[SAMPLES * 5];
    try (Walk walk = network.open(images(), SAMPLES)) {
      for (int l = 0; l < allocation.layers(); l++) {
        int[] bits = new int[SAMPLES];
        Arrays.fill(bits, allocation.weightBits(l));
        walk.step(bits);
      }
      walk.logits(logits);
    }
    return logits;
  }

  private static int best(float[] logits, int sample) {
    int best = 0;
    for (int k = 1; k < 5; k++) {
      best = logits[sample * 5 + k] > logits[sample * 5 + best] ? k : best;
    }
    return best;
  }
}
