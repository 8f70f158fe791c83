package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BudgetRange;
import org.arbit.experiments.export.graph.AdaptiveDesign;
import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Exits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Adaptive networks with heads: samples that leave there, and those that go on. */
final class AdaptiveExitTest {

  private static final BitWidths BITS = BitWidths.of(2, 4, 8);
  private static final int SAMPLES = 300;
  private static final int FEW = 60;

  private static final PolicyEnvironment LEAVING =
      new PolicyEnvironment(AllocationConfig.defaults(), true);
  private static Workers workers;
  private static Dataset data;
  private static Dataset few;
  private static FrozenNetwork network;
  private static PolicyNetwork leaving;

  @BeforeAll
  static void makeNetwork() {
    workers = new Workers(1);
    data = TinyNetworks.images(TinySources.SHAPE, SAMPLES);
    few = TinyNetworks.images(TinySources.SHAPE, FEW);
    network = TinySources.residual(BITS, false, workers);
    leaving = policy(network, few, LEAVING);
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @ParameterizedTest
  @EnumSource(Batching.class)
  void givesTheChoicesLogitsAndBitOpsOfTheWalk(Batching batching) {
    int[] batches = batching == Batching.GROUP ? new int[] {1, 17, 256} : new int[] {1};
    try (NetworkRuntime model = AdaptiveOnnxTest.load(network, data, leaving, LEAVING, batching)) {
      AdaptiveVerification.run(model, network, leaving, LEAVING, data, 0.02, batches)
          .forEach(report -> requireEqual(report, SAMPLES));
    }
  }

  /** Some leave at either head, and some at none; else the comparison would show little. */
  @Test
  void marksWithZeroBitsWhatHasNotRunAndPaysForTheHead() {
    NetworkSpec spec = network.spec();
    int layers = spec.layers();
    try (NetworkRuntime model =
        AdaptiveOnnxTest.load(network, data, leaving, LEAVING, Batching.GROUP)) {
      NetworkRuntime.Outputs outputs = model.run(images(data), SAMPLES, 0.02);
      int[] leftBefore = new int[layers + 1];
      for (int i = 0; i < SAMPLES; i++) {
        long[] bits = Arrays.copyOfRange(outputs.bits(), i * layers, (i + 1) * layers);
        int run = (int) Arrays.stream(bits).takeWhile(b -> b > 0).count();
        assertThat(Arrays.stream(bits).skip(run).sum()).isZero();
        leftBefore[run]++;
        long cost = BitOps.ofFixed(spec) - BitOps.ofClassifier(spec);
        for (int l = 0; l < run; l++) {
          cost += BitOps.ofLayer(spec, l, (int) bits[l], (int) bits[l]);
        }
        cost +=
            run == layers
                ? BitOps.ofClassifier(spec)
                : BitOps.ofExit(spec.exitBefore(run).orElseThrow());
        assertThat(outputs.bitOps()[i]).isEqualTo(cost);
      }
      int[] heads = spec.exits().stream().mapToInt(exit -> exit.beforeLayer()).toArray();
      assertThat(heads).hasSize(2);
      assertThat(leftBefore[heads[0]]).isGreaterThan(10);
      assertThat(leftBefore[heads[1]]).isGreaterThan(10);
      assertThat(leftBefore[layers]).isGreaterThan(10);
      assertThat(leftBefore[heads[0]] + leftBefore[heads[1]] + leftBefore[layers])
          .isEqualTo(SAMPLES);
    }
  }

  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void keepsWeightAndActivationBitsApart(Batching batching, int batch) {
    FrozenNetwork separate = TinySources.residual(BitWidths.of(1, 3, 8), true, workers);
    PolicyNetwork policy = policy(separate, few, LEAVING);
    requireEqual(verify(separate, few, policy, LEAVING, batching, batch), FEW);
  }

  /** Under the least budgets only the way to the head is affordable. */
  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void keepsAHardBudgetThatOnlyAHeadCanMeet(Batching batching, int batch) {
    NetworkSpec spec = network.spec();
    ExitSpec first = spec.exits().get(0);
    long least = BitOps.ofFixed(spec) - BitOps.ofClassifier(spec) + BitOps.ofExit(first);
    for (int l = 0; l < first.beforeLayer(); l++) {
      least += BitOps.ofLayer(spec, l, 2, 2);
    }
    long most = BitOps.ofFixed(spec) + 20 * spec.searchableMacs();
    PolicyEnvironment budgeted =
        new PolicyEnvironment(LEAVING.config().withBudget(new BudgetRange(least, most)), true);
    PolicyNetwork policy = policy(network, few, budgeted);
    requireEqual(verify(network, few, policy, budgeted, batching, batch), FEW);
  }

  /** With this policy all samples leave at the first head: the rest has nothing to run. */
  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void goesOnWithNobody(Batching batching, int batch) {
    long first = network.spec().exits().get(0).beforeLayer();
    PolicyNetwork policy =
        policy(network, few, LEAVING, places -> places.equals(Map.of(first, FEW)));
    try (NetworkRuntime model = AdaptiveOnnxTest.load(network, few, policy, LEAVING, batching)) {
      requireEqual(
          AdaptiveVerification.run(model, network, policy, LEAVING, few, 0.02, batch).get(0), FEW);
    }
  }

  /** Heads before a depthwise, a plain and a dense layer, which reads its map as channels. */
  @ParameterizedTest
  @CsvSource({"GROUP, 17", "SINGLE, 1"})
  void leavesBeforeEveryKindOfLayer(Batching batching, int batch) {
    ImageShape odd = new ImageShape(2, 15, 13);
    FrozenNetwork every =
        TinyNetworks.network(
            TinyNetworks.everyKind().withExits(Exits.after(List.of(0, 1, 2, 3))),
            odd,
            BITS,
            false,
            WeightQuantizer.Kind.LSQ,
            workers);
    Dataset images = TinyNetworks.images(odd, FEW);
    PolicyNetwork policy = policy(every, images, LEAVING);
    requireEqual(verify(every, images, policy, LEAVING, batching, batch), FEW);
  }

  /** An agent that does not know the exit uses the whole network, heads or not. */
  @Test
  void aPolicyWithoutTheExitLeavesTheHeadsOut() {
    PolicyEnvironment staying = new PolicyEnvironment(AllocationConfig.defaults(), false);
    PolicyNetwork policy = policy(network, few, staying);
    requireEqual(verify(network, few, policy, staying, Batching.GROUP, 17), FEW);
  }

  /** What has left is not computed: all of what follows a head stands in a branch. */
  @Test
  void theFormForSingleImagesRunsNothingAfterTheExit() throws IOException {
    AdaptiveDesign design = AdaptiveDesign.of(network, leaving, LEAVING, data);
    PolicyMetadata metadata = TinySources.metadata(network, leaving);
    GraphProto graph =
        new ModelFile(AdaptiveOnnx.model(design, Batching.SINGLE, metadata).toBytes()).graph();
    int firstHead = network.spec().exits().get(0).beforeLayer();
    long choices =
        graph.getNodeList().stream().filter(node -> node.getOpType().equals("ArgMax")).count();
    assertThat(choices).isEqualTo(firstHead + 1);
    NodeProto last =
        graph.getNodeList().stream()
            .filter(node -> node.getOpType().equals("If"))
            .reduce((a, b) -> b)
            .orElseThrow();
    GraphProto left = last.getAttribute(0).getG();
    assertThat(left.getName()).isEqualTo("leave" + firstHead);
    assertThat(left.getNodeList()).extracting(NodeProto::getOpType).doesNotContain("Conv", "If");
  }

  @ParameterizedTest
  @EnumSource(Batching.class)
  void anotherImplementationAcceptsIt(Batching batching, @TempDir Path folder) throws IOException {
    AdaptiveDesign design = AdaptiveDesign.of(network, leaving, LEAVING, data);
    Path file = folder.resolve("exits.onnx");
    AdaptiveOnnx.model(design, batching, TinySources.metadata(network, leaving)).write(file);
    assertThat(Python.check(folder, file)).isEqualTo("0");
  }

  static AdaptiveVerification.Report verify(
      SuperNetwork net,
      Dataset images,
      PolicyNetwork policy,
      PolicyEnvironment environment,
      Batching batching,
      int batch) {
    try (NetworkRuntime model = AdaptiveOnnxTest.load(net, images, policy, environment, batching)) {
      return AdaptiveVerification.run(model, net, policy, environment, images, 0.02, batch).get(0);
    }
  }

  private static byte[] images(Dataset from) {
    int size = from.shape().size();
    byte[] images = new byte[from.size() * size];
    IntStream.range(0, from.size()).forEach(i -> from.image(i, images, i * size));
    return images;
  }

  static void requireEqual(AdaptiveVerification.Report report, int samples) {
    assertThat(report)
        .isEqualTo(
            new AdaptiveVerification.Report(
                report.batch(), samples, 0, 0, 0, report.nearTies(), 0, 0));
  }

  /** Returns a policy with which some samples leave at one head, some at another, some at none. */
  static PolicyNetwork policy(SuperNetwork net, Dataset images, PolicyEnvironment environment) {
    return policy(
        net,
        images,
        environment,
        places ->
            !environment.exits()
                || places.size() >= 3
                    && places.values().stream().allMatch(n -> n >= images.size() / 30));
  }

  /**
   * Returns the first of some random policies that does what is wanted.
   *
   * @param wanted whether it is, by how many samples leave before each layer
   */
  static PolicyNetwork policy(
      SuperNetwork net,
      Dataset images,
      PolicyEnvironment environment,
      Predicate<Map<Long, Integer>> wanted) {
    for (int seed = 1; seed <= 200; seed++) {
      PolicyNetwork policy = TinySources.policy(net, images, environment, Precision.INT8, seed);
      Map<Long, Integer> places = new HashMap<>();
      for (int[] bits :
          PolicyEpisode.run(net, policy, environment, images, 0, images.size(), 0.02)
              .weightBits()) {
        places.merge(Arrays.stream(bits).filter(b -> b > 0).count(), 1, Integer::sum);
      }
      if (wanted.test(places)) {
        return policy;
      }
    }
    throw new AssertionError("none of the random policies leaves as it is wanted");
  }
}
