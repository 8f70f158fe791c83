package org.arbit.supernet.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.layers.Engines;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FrozenNetworkTest {

  private static final ImageShape IMAGE = new ImageShape(2, 12, 12);
  private static final int CLASSES = 5;
  private static final BitWidths BITS = BitWidths.of(1, 2, 4, 8);
  private static final int SAMPLES = 70;
  private static final int LAYERS = 6;

  private static NetworkPlan plan() {
    return NetworkPlan.resnet(IMAGE, CLASSES, 4, 1);
  }

  /** Parameters with statistics from a few passes, so that no layer is trivial. */
  private static Map<String, float[]> parameters(boolean separate) {
    TrainableNetwork network =
        new TrainableNetwork(
            plan(), BITS, separate, WeightQuantizer.Kind.LSQ, SAMPLES, 8, new Workers(2));
    network.initialize(11);
    network.load(images(), SAMPLES);
    for (int weight : BITS.toArray()) {
      for (int activation : BITS.toArray()) {
        int[] w = new int[LAYERS];
        int[] a = new int[LAYERS];
        Arrays.fill(w, weight);
        Arrays.fill(a, separate ? activation : weight);
        network.forward(Allocation.separate(w, a));
      }
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), parameter.value());
    }
    return values;
  }

  private static byte[] images() {
    byte[] images = new byte[SAMPLES * IMAGE.size()];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  private static FrozenNetwork network(boolean separate, int workers) {
    return new FrozenNetwork(
        plan(),
        BITS,
        separate,
        WeightQuantizer.Kind.LSQ,
        parameters(separate),
        new Workers(workers));
  }

  private static int[][] randomBits(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] bits = new int[LAYERS][SAMPLES];
    for (int[] layer : bits) {
      Arrays.setAll(layer, n -> BITS.at(random.nextInt(BITS.size())));
    }
    return bits;
  }

  /** Logits and all features on the way, for some of the samples as one batch. */
  private static float[][] run(
      FrozenNetwork network, int[] samples, int[][] weightBits, int[][] activationBits) {
    byte[] images = new byte[samples.length * IMAGE.size()];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(images(), samples[i] * IMAGE.size(), images, i * IMAGE.size(), IMAGE.size());
    }
    float[][] seen = new float[LAYERS + 1][];
    try (Walk walk = network.open(images, samples.length)) {
      for (int l = 0; l < LAYERS; l++) {
        int layer = l;
        seen[l] = new float[samples.length * 18];
        walk.features(seen[l]);
        walk.step(
            Arrays.stream(samples).map(n -> weightBits[layer][n]).toArray(),
            Arrays.stream(samples).map(n -> activationBits[layer][n]).toArray());
      }
      seen[LAYERS] = new float[samples.length * CLASSES];
      walk.logits(seen[LAYERS]);
    }
    return seen;
  }

  private static int[] all() {
    int[] samples = new int[SAMPLES];
    Arrays.setAll(samples, i -> i);
    return samples;
  }

  @Test
  void logitsEqualThoseOfAnIndependentImplementationToTheBit() {
    for (boolean separate : new boolean[] {false, true}) {
      FrozenNetwork network = network(separate, 2);
      int[][] weightBits = randomBits(1);
      int[][] activationBits = separate ? randomBits(2) : weightBits;
      float[] logits = run(network, all(), weightBits, activationBits)[LAYERS];
      for (int n = 0; n < 12; n++) {
        int sample = n;
        byte[] image = Arrays.copyOfRange(images(), n * IMAGE.size(), (n + 1) * IMAGE.size());
        Reference reference =
            new Reference(
                network,
                image,
                Arrays.stream(weightBits).mapToInt(layer -> layer[sample]).toArray(),
                Arrays.stream(activationBits).mapToInt(layer -> layer[sample]).toArray());
        assertThat(Arrays.copyOfRange(logits, n * CLASSES, (n + 1) * CLASSES))
            .as("separate %s, sample %d", separate, n)
            .containsExactly(reference.logits());
      }
    }
  }

  @Test
  void everyEngineGivesTheSameBits() {
    Map<String, float[]> parameters = parameters(false);
    FrozenNetwork everywhere =
        new FrozenNetwork(
            plan(),
            BITS,
            false,
            WeightQuantizer.Kind.LSQ,
            parameters,
            new Workers(2),
            new Engines(Optional.empty()));
    int[][] bits = randomBits(12);
    assertThat(run(everywhere, all(), bits, bits))
        .isDeepEqualTo(run(network(false, 2), all(), bits, bits));
  }

  @Test
  void featuresEqualThoseOfAnIndependentImplementation() {
    FrozenNetwork network = network(false, 2);
    int[][] bits = randomBits(3);
    float[][] seen = run(network, all(), bits, bits);
    byte[] image = Arrays.copyOfRange(images(), 0, IMAGE.size());
    int[] own = Arrays.stream(bits).mapToInt(layer -> layer[0]).toArray();
    Reference reference = new Reference(network, image, own, own);
    for (int l = 0; l < LAYERS; l++) {
      FrozenLayer layer = network.layers().get(l);
      long[] codes = Reference.codes(reference.input(l), layer.inverseStep(3), 255);
      int channels = layer.shape().inChannels();
      int plane = codes.length / channels;
      for (int g = 0; g < 16; g++) {
        double sum = 0;
        for (int p = 0; g < channels && p < plane; p++) {
          sum += codes[g * plane + p];
        }
        assertThat(seen[l][g]).isEqualTo((float) (sum / (plane * 255.0)), within(1e-7f));
      }
      double zeros = Arrays.stream(codes).filter(code -> code == 0).count();
      double total = Arrays.stream(codes).sum();
      assertThat(seen[l][16]).isEqualTo((float) (total / (codes.length * 255.0)), within(1e-7f));
      assertThat(seen[l][17]).isEqualTo((float) (zeros / codes.length), within(1e-7f));
    }
  }

  private static Offset<Float> within(float offset) {
    return Offset.offset(offset);
  }

  @Test
  void resultsDependNeitherOnTheBatchNorOnTheNumberOfWorkers() {
    int[][] bits = randomBits(4);
    float[][] together = run(network(false, 2), all(), bits, bits);
    FrozenNetwork one = network(false, 1);
    for (int n = 0; n < SAMPLES; n += 3) {
      float[][] alone = run(one, new int[] {n}, bits, bits);
      for (int l = 0; l <= LAYERS; l++) {
        int fields = l < LAYERS ? 18 : CLASSES;
        assertThat(alone[l])
            .as("sample %d, layer %d", n, l)
            .containsExactly(Arrays.copyOfRange(together[l], n * fields, (n + 1) * fields));
      }
    }
  }

  @Test
  void walksOfOneNetworkAtTheSameTimeDoNotDisturbEachOther() {
    FrozenNetwork network = network(false, 2);
    int[][] bits = randomBits(6);
    float[] expected = run(network, all(), bits, bits)[LAYERS];
    try (Walk first = network.open(images(), SAMPLES);
        Walk second = network.open(images(), SAMPLES)) {
      for (int l = 0; l < LAYERS; l++) {
        first.step(bits[l]);
        int[] eights = new int[SAMPLES];
        Arrays.fill(eights, 8);
        second.step(eights);
      }
      float[] logits = new float[SAMPLES * CLASSES];
      first.logits(logits);
      assertThat(logits).containsExactly(expected);
    }
  }

  @Test
  void refusesWhatDoesNotFitAndStaysAsItWas() {
    FrozenNetwork network = network(false, 1);
    assertThatThrownBy(() -> network.open(new byte[10], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("288");
    int[] twos = new int[SAMPLES];
    Arrays.fill(twos, 2);
    int[] threes = twos.clone();
    threes[7] = 3;
    try (Walk walk = network.open(images(), SAMPLES)) {
      assertThatThrownBy(() -> walk.step(threes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Bit-width 3 is not a candidate");
      assertThatThrownBy(() -> walk.step(new int[] {2}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(walk.layer()).isZero();
      assertThatThrownBy(() -> walk.logits(new float[SAMPLES * CLASSES]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("layer 0 of 6");
      for (int l = 0; l < LAYERS; l++) {
        walk.step(twos);
      }
      assertThat(walk.done()).isTrue();
      assertThatThrownBy(() -> walk.step(twos)).isInstanceOf(IllegalStateException.class);
      walk.close();
      assertThatThrownBy(() -> walk.logits(new float[SAMPLES * CLASSES]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void theFingerprintTellsParametersApart() {
    Map<String, float[]> parameters = parameters(false);
    Workers workers = new Workers(1);
    String before =
        new FrozenNetwork(plan(), BITS, false, WeightQuantizer.Kind.LSQ, parameters, workers)
            .fingerprint();
    assertThat(
            new FrozenNetwork(plan(), BITS, false, WeightQuantizer.Kind.LSQ, parameters, workers)
                .fingerprint())
        .isEqualTo(before)
        .matches("[0-9a-f]{64}");
    parameters.get("block1.conv2.weight")[3] += 1e-3f;
    assertThat(
            new FrozenNetwork(plan(), BITS, false, WeightQuantizer.Kind.LSQ, parameters, workers)
                .fingerprint())
        .isNotEqualTo(before);
  }

  @Test
  void noLayerOfASmallNetworkIsBeyondTheBound() {
    assertThat(network(false, 1).layersBeyondTheBound()).isEmpty();
  }
}
