package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BudgetRange;
import org.arbit.experiments.export.graph.AdaptiveDesign;
import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.PerBlock;
import org.arbit.supernet.SecondPass;
import org.arbit.supernet.SuperNetwork;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Adaptive networks that are walked twice, or block by block, by policies that look at heads. */
final class AdaptiveWalksTest {

  private static final BitWidths BITS = BitWidths.of(2, 4, 8);
  private static final int SAMPLES = 60;

  private static final PolicyEnvironment LOOKING =
      new PolicyEnvironment(
          AllocationConfig.defaults()
              .withObservations("layer", "history", "money", "sample", "head"),
          true);

  private static Workers workers;
  private static Dataset images;
  private static FrozenNetwork network;

  @BeforeAll
  static void makeNetwork() {
    workers = new Workers(1);
    images = TinyNetworks.images(TinySources.SHAPE, SAMPLES);
    network = TinySources.residual(BITS, false, workers);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  private static SuperNetwork walked(String way) {
    return switch (way) {
      case "once" -> network;
      case "twice" -> new SecondPass(network);
      case "blocks" -> new PerBlock(network);
      default -> new SecondPass(new PerBlock(network));
    };
  }

  /** Where there are two passes, some leave in the first, some between the two, some later. */
  @ParameterizedTest
  @CsvSource({
    "once, GROUP, 17",
    "once, SINGLE, 1",
    "twice, GROUP, 17",
    "twice, SINGLE, 1",
    "blocks, GROUP, 17",
    "blocks, SINGLE, 1",
    "blocks twice, GROUP, 17",
    "blocks twice, SINGLE, 1"
  })
  void givesTheChoicesLogitsAndBitOpsOfTheWalk(String way, Batching batching, int batch) {
    SuperNetwork walked = walked(way);
    PolicyNetwork policy = policy(walked);
    AdaptiveExitTest.requireEqual(
        AdaptiveExitTest.verify(walked, images, policy, LOOKING, batching, batch), SAMPLES);
  }

  private static PolicyNetwork policy(SuperNetwork walked) {
    long layers = network.spec().layers();
    long again = walked instanceof SecondPass twice ? twice.once().spec().layers() : layers + 1;
    return AdaptiveExitTest.policy(
        walked,
        images,
        LOOKING,
        places ->
            places.size() >= 3
                && (again > layers
                    || places.getOrDefault(again, 0) >= 3
                        && places.keySet().stream().anyMatch(run -> run < again)
                        && places.keySet().stream().anyMatch(run -> run > again)));
  }

  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void keepsWeightAndActivationBitsApart(Batching batching, int batch) {
    SuperNetwork separate =
        new SecondPass(TinySources.residual(BitWidths.of(1, 3, 8), true, workers));
    PolicyNetwork policy = policy(separate);
    AdaptiveExitTest.requireEqual(
        AdaptiveExitTest.verify(separate, images, policy, LOOKING, batching, batch), SAMPLES);
  }

  /** A budget has to pay for every head that is looked at. */
  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void keepsAHardBudget(Batching batching, int batch) {
    SuperNetwork twice = new SecondPass(network);
    NetworkSpec spec = twice.spec();
    long least = BitOps.ofFixed(spec) + 2 * spec.searchableMacs();
    PolicyEnvironment budgeted =
        new PolicyEnvironment(LOOKING.config().withBudget(new BudgetRange(least, 4 * least)), true);
    PolicyNetwork policy = AdaptiveExitTest.policy(twice, images, budgeted);
    AdaptiveExitTest.requireEqual(
        AdaptiveExitTest.verify(twice, images, policy, budgeted, batching, batch), SAMPLES);
  }

  /** Counted by hand: who looks at a head and goes on has paid for it. */
  @Test
  void billsEveryLook() {
    SuperNetwork twice = new SecondPass(network);
    NetworkSpec spec = twice.spec();
    PolicyNetwork policy = policy(twice);
    int size = TinySources.SHAPE.size();
    byte[] pixels = new byte[SAMPLES * size];
    for (int i = 0; i < SAMPLES; i++) {
      images.image(i, pixels, i * size);
    }
    try (NetworkRuntime model =
        AdaptiveOnnxTest.load(twice, images, policy, LOOKING, Batching.GROUP)) {
      NetworkRuntime.Outputs outputs = model.run(pixels, SAMPLES, 0.02);
      for (int i = 0; i < SAMPLES; i++) {
        long[] bits =
            Arrays.copyOfRange(outputs.bits(), i * spec.layers(), (i + 1) * spec.layers());
        int run = (int) Arrays.stream(bits).takeWhile(b -> b > 0).count();
        long cost = BitOps.ofFixed(spec) - BitOps.ofClassifier(spec);
        for (int l = 0; l < run; l++) {
          cost += BitOps.ofLayer(spec, l, (int) bits[l], (int) bits[l]);
          cost += spec.exitBefore(l).map(BitOps::ofExit).orElse(0L);
        }
        cost +=
            run == spec.layers()
                ? BitOps.ofClassifier(spec)
                : BitOps.ofExit(spec.exitBefore(run).orElseThrow());
        assertThat(outputs.bitOps()[i]).isEqualTo(cost);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Batching.class)
  void anotherImplementationAcceptsIt(Batching batching, @TempDir Path folder) throws IOException {
    SuperNetwork twice = new SecondPass(new PerBlock(network));
    PolicyNetwork policy = policy(twice);
    AdaptiveDesign design = AdaptiveDesign.of(twice, policy, LOOKING, images);
    Path file = folder.resolve("twice.onnx");
    AdaptiveOnnx.model(design, batching, TinySources.metadata(twice, policy)).write(file);
    assertThat(Python.check(folder, file)).isEqualTo("0");
  }

  @Test
  void blocksOfALongerNetworkAreRefused() {
    SuperNetwork other = new PerBlock(new SecondPass(network));
    PolicyNetwork policy = TinySources.policy(other, images, LOOKING, Precision.INT8);
    AdaptiveDesign design = AdaptiveDesign.of(other, policy, LOOKING, images);
    assertThatThrownBy(
            () -> AdaptiveOnnx.model(design, Batching.GROUP, TinySources.metadata(other, policy)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Maybe decide by blocks first");
  }

  @Test
  void formatsOfOneAllocationRefuseAPolicyThatWalksTwice(@TempDir Path folder) {
    SuperNetwork twice = new SecondPass(network);
    PolicyNetwork policy = policy(twice);
    ExportSource source =
        new ExportSource(
            network,
            twice,
            new ExportSource.Learned(policy, TinySources.metadata(twice, policy), LOOKING),
            images,
            new TreeMap<>());
    assertThatThrownBy(
            () ->
                new StaticOnnxExporter()
                    .export(source, ExportOptions.defaults(), folder.resolve("x.onnx")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("may walk the network twice or decides by blocks")
        .hasMessageContaining("--bits");
  }
}
