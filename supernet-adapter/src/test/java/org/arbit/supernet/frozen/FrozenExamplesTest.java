package org.arbit.supernet.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.layers.Examples;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of layer in the frozen engine, against plain loops and against itself. */
class FrozenExamplesTest {

  private static final ImageShape IMAGE = new ImageShape(2, 12, 12);
  private static final int CLASSES = 3;
  private static final BitWidths BITS = BitWidths.of(2, 4, 8);
  private static final int SAMPLES = 17;
  private static final int FIELDS = 18;

  private static byte[] images() {
    byte[] images = new byte[SAMPLES * IMAGE.size()];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  private static FrozenNetwork network(Examples example, int workers) {
    NetworkPlan plan = NetworkPlan.of(example.description(), IMAGE, CLASSES);
    WeightQuantizer.Kind kind = WeightQuantizer.Kind.LSQ;
    TrainableNetwork network =
        new TrainableNetwork(plan, BITS, false, kind, SAMPLES, 8, new Workers(1));
    network.initialize(11);
    network.load(images(), SAMPLES);
    for (int bits : BITS.toArray()) {
      network.forward(Allocation.uniform(plan.nodes().size(), bits));
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), parameter.value());
    }
    return new FrozenNetwork(plan, BITS, false, kind, values, new Workers(workers));
  }

  /** The bits of sample n at layer l: mixed, and another mixture for each sample. */
  private static int bits(int layer, int sample) {
    return BITS.at((7 * layer + 5 * sample + sample / 3) % BITS.size());
  }

  /** Logits and all features on the way, of some samples as one batch. */
  private static float[][] run(FrozenNetwork network, int... samples) {
    byte[] images = new byte[samples.length * IMAGE.size()];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(images(), samples[i] * IMAGE.size(), images, i * IMAGE.size(), IMAGE.size());
    }
    int layers = network.spec().layers();
    float[][] seen = new float[layers + 1][];
    try (Walk walk = network.open(images, samples.length)) {
      for (int l = 0; l < layers; l++) {
        int layer = l;
        seen[l] = new float[samples.length * FIELDS];
        walk.features(seen[l]);
        walk.step(Arrays.stream(samples).map(n -> bits(layer, n)).toArray());
      }
      seen[layers] = new float[samples.length * CLASSES];
      walk.logits(seen[layers]);
    }
    return seen;
  }

  private static int[] all() {
    int[] samples = new int[SAMPLES];
    Arrays.setAll(samples, n -> n);
    return samples;
  }

  private static Reference reference(FrozenNetwork network, int sample) {
    int[] own = new int[network.spec().layers()];
    Arrays.setAll(own, l -> bits(l, sample));
    int size = IMAGE.size();
    return new Reference(
        network, Arrays.copyOfRange(images(), sample * size, (sample + 1) * size), own, own);
  }

  private static float[] row(float[] rows, int index, int length) {
    return Arrays.copyOfRange(rows, index * length, (index + 1) * length);
  }

  @ParameterizedTest
  @EnumSource
  void logitsEqualThoseOfPlainLoopsToTheBit(Examples example) {
    FrozenNetwork network = network(example, 2);
    float[] logits = run(network, all())[network.spec().layers()];
    for (int n = 0; n < SAMPLES; n++) {
      assertThat(row(logits, n, CLASSES))
          .as("sample %d", n)
          .containsExactly(reference(network, n).logits());
    }
    assertThat(row(logits, 0, CLASSES)).isNotEqualTo(row(logits, 1, CLASSES));
  }

  @ParameterizedTest
  @EnumSource
  void aSampleAloneAndAmongSeventeenOnOneWorkerOrTwoIsTheSame(Examples example) {
    float[][] together = run(network(example, 2), all());
    FrozenNetwork one = network(example, 1);
    int layers = one.spec().layers();
    for (int n = 0; n < SAMPLES; n += 4) {
      float[][] alone = run(one, n);
      for (int l = 0; l <= layers; l++) {
        assertThat(alone[l])
            .as("sample %d, layer %d", n, l)
            .containsExactly(row(together[l], n, l < layers ? FIELDS : CLASSES));
      }
    }
  }

  @Test
  void whoLeavesHasTheLogitsOfItsHeadAndKeepsItsFeatures() {
    FrozenNetwork network = network(Examples.MIXED, 2);
    assertThat(network.spec().exits()).hasSize(3);
    int[] before = network.spec().exits().stream().mapToInt(e -> e.beforeLayer()).toArray();
    int layers = network.spec().layers();
    float[] last = run(network, all())[layers];
    float[] logits = new float[SAMPLES * CLASSES];
    float[] features = new float[SAMPLES * FIELDS];
    float[][] atExit = new float[before.length][SAMPLES * FIELDS];
    float[][] looked = new float[before.length][SAMPLES * CLASSES];
    try (Walk walk = network.open(images(), SAMPLES)) {
      for (int l = 0; l < layers; l++) {
        int layer = l;
        int head = Arrays.binarySearch(before, l);
        if (head >= 0) {
          walk.features(atExit[head]);
          walk.exitLogits(looked[head]);
        }
        int[] bits = new int[SAMPLES];
        // Sample n leaves at head n % 4; 3 is none. What it asks for afterwards does not count.
        Arrays.setAll(
            bits,
            n ->
                n % 4 < 3 && before[n % 4] == layer
                    ? Walk.EXIT
                    : n % 4 < 3 && before[n % 4] < layer ? 77 : bits(layer, n));
        walk.step(bits);
        if (l == layers - 2) {
          walk.features(features);
        }
      }
      walk.logits(logits);
    }
    for (int n = 0; n < SAMPLES; n++) {
      float[] own = row(logits, n, CLASSES);
      if (n % 4 == 3) {
        assertThat(own).containsExactly(row(last, n, CLASSES));
        continue;
      }
      NetworkPlan.Head head = network.plan().heads().get(n % 4);
      FrozenClassifier classifier = network.headBefore(head.beforeLayer());
      assertThat(classifier).isNotNull();
      float[] map = reference(network, n).input(head.beforeLayer());
      assertThat(own)
          .as("sample %d", n)
          .containsExactly(Reference.logits(classifier, map, CLASSES))
          .containsExactly(row(looked[n % 4], n, CLASSES))
          .containsExactly(row(looked[2], n, CLASSES));
      assertThat(row(features, n, FIELDS)).containsExactly(row(atExit[n % 4], n, FIELDS));
    }
  }

  @Test
  void leavingWhereThereIsNoHeadIsRefused() {
    FrozenNetwork network = network(Examples.MIXED, 1);
    try (Walk walk = network.open(images(), 2)) {
      assertThatThrownBy(() -> walk.step(new int[] {8, Walk.EXIT}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Sample 1")
          .hasMessageContaining("before layer 0")
          .hasMessageContaining("[2, 8, 10]");
      assertThatThrownBy(() -> walk.exitLogits(new float[2 * CLASSES]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no head before layer 0");
      assertThat(walk.layer()).isZero();
    }
  }
}
