package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BudgetRange;
import org.arbit.experiments.export.graph.AdaptiveDesign;
import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AdaptiveOnnxTest {

  private static final ImageShape SHAPE = new ImageShape(1, 12, 12);
  private static final BitWidths BITS = BitWidths.of(2, 3, 4, 8);
  private static final PolicyEnvironment DEFAULTS =
      new PolicyEnvironment(AllocationConfig.defaults(), false);
  private static Workers workers;
  private static Dataset data;
  private static FrozenNetwork network;

  @BeforeAll
  static void makeNetwork() {
    workers = new Workers(1);
    data = TinyNetworks.images(SHAPE, 60);
    network = TinyNetworks.network(SHAPE, 4, BITS, false, workers);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @ParameterizedTest
  @EnumSource(Batching.class)
  void givesTheSameChoicesLogitsAndBitOps(Batching batching) {
    PolicyNetwork policy = policy(network, DEFAULTS, Precision.INT8);
    int[] batches = batching == Batching.GROUP ? new int[] {1, 17, 60} : new int[] {1};
    try (NetworkRuntime model = load(network, policy, DEFAULTS, batching)) {
      for (double lambda : new double[] {0, 0.01, 0.1}) {
        List<AdaptiveVerification.Report> reports =
            AdaptiveVerification.run(model, network, policy, DEFAULTS, data, lambda, batches);
        assertThat(reports).hasSize(batches.length);
        reports.forEach(AdaptiveOnnxTest::requireEqual);
      }
    }
  }

  private static void requireEqual(AdaptiveVerification.Report report) {
    assertThat(report)
        .isEqualTo(
            new AdaptiveVerification.Report(report.batch(), 60, 0, 0, 0, report.nearTies(), 0, 0));
    assertThat(report.passed()).isTrue();
  }

  /** Another policy's file must not pass. */
  @Test
  void seesThatAFileIsOfAnotherPolicy() {
    PolicyNetwork policy = policy(network, DEFAULTS, Precision.INT8);
    PolicyNetwork other =
        TinyNetworks.policy(
            Precision.INT8, new float[policy.inputs()], policy.inputs(), policy.outputs(), 8);
    try (NetworkRuntime model = load(network, other, DEFAULTS, Batching.GROUP)) {
      AdaptiveVerification.Report report =
          AdaptiveVerification.run(model, network, policy, DEFAULTS, data, 0.01, 17).get(0);
      assertThat(report.passed()).isFalse();
      assertThat(report.otherChoices()).isGreaterThan(report.nearTies());
      assertThat(report.otherBitOps()).isPositive();
    }
  }

  /** Three near ties do not excuse three other samples. */
  @Test
  void whatDiffersMustBeANearTieItself() {
    assertThat(new AdaptiveVerification.Report(17, 60, 3, 1, 3, 4, 0, 0).passed()).isTrue();
    assertThat(new AdaptiveVerification.Report(17, 60, 3, 1, 3, 4, 1, 0).passed()).isFalse();
    assertThat(new AdaptiveVerification.Report(17, 60, 0, 0, 0, 0, 0, 1e-3).passed()).isFalse();
  }

  @Test
  void choosesDifferentlyForDifferentSamples() {
    PolicyNetwork policy = policy(network, DEFAULTS, Precision.INT8);
    byte[] images = new byte[60 * SHAPE.size()];
    for (int i = 0; i < 60; i++) {
      data.image(i, images, i * SHAPE.size());
    }
    try (NetworkRuntime model = load(network, policy, DEFAULTS, Batching.GROUP)) {
      long[] bits = model.run(images, 60, 0.02).bits();
      assertThat(Arrays.stream(bits).distinct().sorted().toArray()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void followsAFloatingPointControllerExceptWhereScoresAreNear() {
    AdaptiveVerification.Report report =
        verify(network, DEFAULTS, Precision.FLOAT32, Batching.GROUP, 0.03, 17);
    assertThat(report.passed()).isTrue();
    assertThat(report.nearTies()).isLessThan(3);
  }

  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void keepsAHardBudgetThatIsAnInput(Batching batching, int batch) {
    long fixed = BitOps.ofFixed(network.spec());
    double least = fixed + 4.0 * network.spec().searchableMacs();
    BudgetRange range =
        new BudgetRange((long) (1.2 * least), fixed + 20 * network.spec().searchableMacs());
    PolicyEnvironment budgeted = new PolicyEnvironment(DEFAULTS.config().withBudget(range), false);
    AdaptiveVerification.Report report =
        verify(network, budgeted, Precision.INT8, batching, 0.01, batch);
    requireEqual(report);
  }

  @Test
  void keepsWeightAndActivationBitsApart() {
    FrozenNetwork separate = TinyNetworks.network(SHAPE, 4, BitWidths.of(1, 3, 8), true, workers);
    for (Batching batching : Batching.values()) {
      AdaptiveVerification.Report report =
          verify(separate, DEFAULTS, Precision.INT8, batching, 0.03, 1);
      requireEqual(report);
    }
  }

  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void writesEveryKindOfLayer(Batching batching, int batch) {
    ImageShape odd = new ImageShape(2, 15, 13);
    FrozenNetwork every =
        TinyNetworks.network(
            TinyNetworks.everyKind(), odd, BITS, false, WeightQuantizer.Kind.LSQ, workers);
    Dataset images = TinyNetworks.images(odd, 40);
    PolicyNetwork policy = TinySources.policy(every, images, DEFAULTS, Precision.INT8);
    try (NetworkRuntime model = load(every, images, policy, DEFAULTS, batching)) {
      AdaptiveVerification.Report report =
          AdaptiveVerification.run(model, every, policy, DEFAULTS, images, 0.03, batch).get(0);
      assertThat(report)
          .isEqualTo(new AdaptiveVerification.Report(batch, 40, 0, 0, 0, report.nearTies(), 0, 0));
    }
  }

  @Test
  void handlesMoreChannelsThanFeatureGroups() {
    ImageShape colour = new ImageShape(3, 8, 8);
    FrozenNetwork wide = TinyNetworks.network(colour, 9, BitWidths.of(2, 8), false, workers);
    Dataset images = TinyNetworks.images(colour, 20);
    PolicyNetwork policy = TinySources.policy(wide, images, DEFAULTS, Precision.INT8);
    try (NetworkRuntime model = load(wide, images, policy, DEFAULTS, Batching.GROUP)) {
      assertThat(AdaptiveVerification.run(model, wide, policy, DEFAULTS, images, 0.03, 20).get(0))
          .extracting(
              AdaptiveVerification.Report::otherChoices,
              AdaptiveVerification.Report::greatestDifference)
          .containsExactly(0, 0.0);
    }
  }

  @Test
  void storesNarrowCodesInFewBits() {
    FrozenNetwork larger = TinyNetworks.network(SHAPE, 16, BITS, false, workers);
    assertThat(bytesPerWeight(larger)).isLessThan(1 + 0.5 + 0.5 + 0.25 + 0.6);
  }

  @Test
  void storesCodesThatFollowFromTheMasterOnlyOnce() {
    FrozenNetwork vertical =
        TinyNetworks.network(SHAPE, 16, BITS, false, WeightQuantizer.Kind.CASCADE, workers);
    assertThat(bytesPerWeight(vertical)).isLessThan(1 + 0.5);
    AdaptiveVerification.Report report =
        verify(vertical, DEFAULTS, Precision.INT8, Batching.GROUP, 0.03, 60);
    requireEqual(report);
  }

  /** ResNet-20 with 16, 32 and 64 channels, as usual for CIFAR: at most 1.3 bytes per weight. */
  @Test
  void aVerticalNetworkOfUsualSizeTakesLittleMoreThanItsMaster() throws IOException {
    ImageShape colour = new ImageShape(3, 32, 32);
    FrozenNetwork vertical =
        TinyNetworks.network(
            Networks.resnet(16, 3),
            colour,
            BitWidths.of(2, 3, 4, 8),
            false,
            WeightQuantizer.Kind.CASCADE,
            workers);
    Dataset images = TinyNetworks.images(colour, 4);
    PolicyNetwork policy = TinySources.policy(vertical, images, DEFAULTS, Precision.INT8);
    AdaptiveDesign design = AdaptiveDesign.of(vertical, policy, DEFAULTS, images);
    byte[] model =
        AdaptiveOnnx.model(design, Batching.GROUP, TinySources.metadata(vertical, policy))
            .toBytes();
    NetworkSpec spec = vertical.spec();
    long weights =
        Stream.concat(spec.searchable().stream(), spec.fixed().stream())
            .mapToLong(LayerSpec::weights)
            .sum();
    long network = new ModelFile(model).bytesBehind("logits");
    assertThat(network).isBetween(weights, (long) (1.3 * weights));
    // What observes and chooses, counted into the file as well: at most a tenth of a byte more.
    assertThat((long) model.length).isBetween(network, (long) (1.4 * weights));
  }

  private static double bytesPerWeight(FrozenNetwork net) {
    PolicyNetwork policy = policy(net, DEFAULTS, Precision.INT8);
    AdaptiveDesign design = AdaptiveDesign.of(net, policy, DEFAULTS, data);
    byte[] model =
        AdaptiveOnnx.model(design, Batching.GROUP, TinySources.metadata(net, policy)).toBytes();
    long weights = net.spec().searchable().stream().mapToLong(layer -> layer.weights()).sum();
    return model.length / (double) weights;
  }

  @Test
  void refusesAPolicyOfAnotherNetwork() {
    PolicyNetwork policy = policy(network, DEFAULTS, Precision.INT8);
    AdaptiveDesign design = AdaptiveDesign.of(network, policy, DEFAULTS, data);
    FrozenNetwork other = TinyNetworks.network(SHAPE, 8, BITS, false, workers);
    assertThatThrownBy(
            () -> AdaptiveOnnx.model(design, Batching.GROUP, TinySources.metadata(other, policy)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "The policy was learned on the super-network " + other.fingerprint());
    PolicyNetwork narrow = TinyNetworks.policy(Precision.INT8, new float[12], 12, 4, 1);
    assertThatThrownBy(() -> AdaptiveDesign.of(network, narrow, DEFAULTS, data))
        .hasMessageContaining("the policy has 12 observations, the environment 30");
  }

  @Test
  void refusesAFileThatIsNoAdaptiveNetwork() {
    assertThatThrownBy(
            () -> NetworkRuntime.load(PolicyOnnxTest.anyModel().toBytes(), "policy.onnx", 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("policy.onnx is no network for images");
    assertThatThrownBy(() -> NetworkRuntime.load(new byte[] {1, 2, 3}, "x.onnx", 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("x.onnx is no ONNX file");
  }

  private static AdaptiveVerification.Report verify(
      FrozenNetwork net,
      PolicyEnvironment config,
      Precision precision,
      Batching batching,
      double lambda,
      int batch) {
    PolicyNetwork policy = policy(net, config, precision);
    try (NetworkRuntime model = load(net, policy, config, batching)) {
      assertThat(model.batches()).isEqualTo(batching == Batching.GROUP);
      return AdaptiveVerification.run(model, net, policy, config, data, lambda, batch).get(0);
    }
  }

  static OnnxModel anyModel(Batching batching) {
    try (Workers own = new Workers(1)) {
      Dataset images = TinyNetworks.images(SHAPE, 4);
      FrozenNetwork net = TinyNetworks.network(SHAPE, 4, BITS, false, own);
      PolicyNetwork policy = TinySources.policy(net, images, DEFAULTS, Precision.INT8);
      AdaptiveDesign design = AdaptiveDesign.of(net, policy, DEFAULTS, images);
      return AdaptiveOnnx.model(design, batching, TinySources.metadata(net, policy));
    }
  }

  private static NetworkRuntime load(
      FrozenNetwork net, PolicyNetwork policy, PolicyEnvironment config, Batching batching) {
    return load(net, data, policy, config, batching);
  }

  static NetworkRuntime load(
      SuperNetwork net,
      Dataset images,
      PolicyNetwork policy,
      PolicyEnvironment config,
      Batching batching) {
    AdaptiveDesign design = AdaptiveDesign.of(net, policy, config, images);
    byte[] model =
        AdaptiveOnnx.model(design, batching, TinySources.metadata(net, policy)).toBytes();
    return NetworkRuntime.load(model, "adaptive.onnx", 1);
  }

  private static PolicyNetwork policy(
      FrozenNetwork net, PolicyEnvironment config, Precision precision) {
    return TinySources.policy(net, data, config, precision);
  }
}
