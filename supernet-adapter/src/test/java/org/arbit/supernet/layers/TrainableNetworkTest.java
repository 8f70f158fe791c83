package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableNetworkTest {

  private static final int CLASSES = 3;
  private static final BitWidths BITS = BitWidths.of(2, 3, 4, 8);

  private ImageShape image = new ImageShape(2, 12, 12);
  private int samples = 6;

  private TrainableNetwork network(
      Examples example, boolean quantized, int shardSize, int workers) {
    TrainableNetwork network =
        new TrainableNetwork(
            NetworkPlan.of(example.description(), image, CLASSES),
            BITS,
            false,
            quantized ? WeightQuantizer.Kind.LSQ : WeightQuantizer.Kind.NONE,
            samples,
            shardSize,
            new Workers(workers));
    network.initialize(7);
    return network;
  }

  private byte[] images() {
    byte[] images = new byte[samples * image.size()];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  /** A linear loss with fixed coefficients, so that its gradient is exact. */
  private double loss(TrainableNetwork network, byte[] images, Allocation allocation) {
    network.load(images, samples);
    float[] logits = network.forward(allocation);
    double sum = 0;
    for (int i = 0; i < samples * CLASSES; i++) {
      sum += coefficient(i) * logits[i];
      for (int head = 0; head < network.plan().heads().size(); head++) {
        sum += coefficient(i + 3 * head + 1) * network.exitLogits(head)[i];
      }
    }
    return sum;
  }

  private static double coefficient(int index) {
    return Math.sin(1.7 * index + 0.3);
  }

  private void gradients(TrainableNetwork network, byte[] images, Allocation allocation) {
    network.zeroGradients();
    loss(network, images, allocation);
    backward(network);
    network.backwardStem();
  }

  private void backward(TrainableNetwork network) {
    List<float[]> exitGradients = new ArrayList<>();
    for (int head = 0; head < network.plan().heads().size(); head++) {
      exitGradients.add(coefficients(3 * head + 1));
    }
    network.backward(coefficients(0), exitGradients);
  }

  private float[] coefficients(int first) {
    float[] all = new float[samples * CLASSES];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) coefficient(first + i);
    }
    return all;
  }

  /** Maps of several blocks: gradients come to every layer block by block. */
  @ParameterizedTest
  @EnumSource(names = {"RESNET", "WIDENING", "SHRINKING"})
  void soDoThoseOfLargerMaps(Examples example) {
    image = new ImageShape(2, 24, 24);
    samples = 3;
    gradientsOfTheUnquantizedNetworkAgreeWithFiniteDifferences(example);
  }

  /**
   * Eight samples in parts, and then three, against samples one by one. Sums are rounded otherwise,
   * and where a value lies between two codes it may become the other one.
   */
  @ParameterizedTest
  @EnumSource
  void samplesInPartsGiveWhatTheyGiveOneByOne(Examples example) {
    image = new ImageShape(2, 48, 48);
    samples = 11;
    byte[] images = images();
    for (boolean quantized : new boolean[] {false, true}) {
      TrainableNetwork parts = network(example, quantized, 8, 2);
      TrainableNetwork single = network(example, quantized, 1, 2);
      int bits = quantized ? 4 : QuantizedConv.FLOAT;
      Allocation uniform = Allocation.uniform(parts.plan().nodes().size(), bits);
      for (TrainableNetwork network : List.of(parts, single)) {
        if (quantized) {
          network.convolveCodes();
        }
        gradients(network, images, uniform);
      }
      for (int p = 0; p < parts.parameters().size(); p++) {
        Parameter expected = single.parameters().get(p);
        float most = 0;
        for (float g : expected.gradient()) {
          most = Math.max(most, Math.abs(g));
        }
        assertThat(parts.parameters().get(p).gradient())
            .as(expected.name())
            .containsExactly(expected.gradient(), within(0.01f * most + 1e-4f));
      }
    }
  }

  /** Gradients take the memory of maps, which are gone then. */
  @Test
  void aForwardPassAllowsForOneBackwardPass() {
    TrainableNetwork network = network(Examples.RESNET, true, 2, 1);
    Allocation uniform = Allocation.uniform(network.plan().nodes().size(), 4);
    network.load(images(), samples);
    assertThatIllegalStateException().isThrownBy(() -> backward(network));
    network.forward(uniform);
    backward(network);
    assertThatIllegalStateException()
        .isThrownBy(() -> backward(network))
        .withMessageContaining("no forward pass");
    network.forward(uniform);
    network.load(images(), samples);
    assertThatIllegalStateException().isThrownBy(() -> backward(network));
    network.forward(uniform);
    backward(network);
  }

  /** The gradient of the stem's parameters is linear in that of its output. */
  @ParameterizedTest
  @EnumSource(names = {"RESNET", "MIXED"})
  void theStemLearnsFromEveryPassSinceTheImagesWereLoaded(Examples example) {
    TrainableNetwork network = network(example, true, 2, 2);
    byte[] images = images();
    int layers = network.plan().nodes().size();
    List<Allocation> allocations =
        List.of(Allocation.uniform(layers, 8), Allocation.uniform(layers, 2));
    gradients(network, images, allocations.get(0)); // finds the first activation steps
    List<float[]> apart = new ArrayList<>();
    for (Allocation allocation : allocations) {
      gradients(network, images, allocation);
      apart.add(network.parameters().get(0).gradient().clone());
    }
    network.zeroGradients();
    network.load(images, samples);
    network.backwardStem();
    assertThat(network.parameters().get(0).gradient()).containsOnly(0);
    for (Allocation allocation : allocations) {
      network.forward(allocation);
      backward(network);
    }
    network.backwardStem();
    float[] together = network.parameters().get(0).gradient();
    for (int i = 0; i < together.length; i++) {
      float sum = apart.get(0)[i] + apart.get(1)[i];
      assertThat(together[i]).isCloseTo(sum, within(1e-4f * (1 + Math.abs(sum))));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VGG") // max pooling thrice: full of kinks
  void gradientsOfTheUnquantizedNetworkAgreeWithFiniteDifferences(Examples example) {
    TrainableNetwork network = network(example, false, 2, 2);
    // Far from the kink of the ReLUs the loss is smooth, so that differences can be compared
    // closely.
    network.parameters().stream()
        .filter(parameter -> parameter.name().endsWith("norm_shift"))
        .forEach(parameter -> Arrays.fill(parameter.value(), 5));
    byte[] images = images();
    Allocation floats = Allocation.uniform(network.plan().nodes().size(), QuantizedConv.FLOAT);
    gradients(network, images, floats);
    for (Parameter parameter : network.parameters()) {
      if (parameter.group() == Parameter.Group.STATISTIC
          || parameter.group() == Parameter.Group.STEP) {
        continue;
      }
      int worst = largest(parameter.gradient());
      double found = parameter.gradient()[worst];
      double expected = Double.NaN;
      // Rounding errs where the difference is small; a kink of max pooling where it is large.
      for (float epsilon : new float[] {3e-2f, 1e-2f, 1e-3f, 3e-4f}) {
        double difference = difference(network, parameter, worst, epsilon, images, floats);
        if (!(Math.abs(difference - found) >= Math.abs(expected - found))) {
          expected = difference;
        }
      }
      assertThat(found)
          .as(parameter.name() + "[" + worst + "]")
          .isCloseTo(expected, within(0.005 * Math.abs(expected) + 6e-3));
    }
  }

  private double difference(
      TrainableNetwork network,
      Parameter parameter,
      int index,
      float epsilon,
      byte[] images,
      Allocation allocation) {
    float at = parameter.value()[index];
    parameter.value()[index] = at + epsilon;
    double above = loss(network, images, allocation);
    parameter.value()[index] = at - epsilon;
    double below = loss(network, images, allocation);
    parameter.value()[index] = at;
    return (above - below) / (2 * epsilon);
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (Math.abs(values[i]) > Math.abs(values[best])) {
        best = i;
      }
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource
  void gradientsDependNeitherOnTheNumberOfWorkersNorOnStaleState(Examples example) {
    byte[] images = images();
    TrainableNetwork one = network(example, true, 2, 1);
    TrainableNetwork two = network(example, true, 2, 2);
    int[] bits = new int[one.plan().nodes().size()];
    Arrays.setAll(bits, l -> BITS.at((l * l + 1) % BITS.size()));
    Allocation mixed = Allocation.joint(bits);
    gradients(one, images, mixed);
    gradients(two, images, Allocation.uniform(bits.length, 8));
    two.initialize(7);
    gradients(two, images, mixed);
    List<Parameter> first = one.parameters();
    List<Parameter> second = two.parameters();
    for (int i = 0; i < first.size(); i++) {
      if (first.get(i).group() != Parameter.Group.STATISTIC) {
        assertThat(second.get(i).gradient())
            .as(first.get(i).name())
            .containsExactly(first.get(i).gradient());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSharedScaleAndShiftLearnAtAllBitWidthsFromEveryPass(Examples example) {
    byte[] images = images();
    TrainableNetwork own = network(example, true, 2, 1);
    TrainableNetwork shared = network(example, true, 2, 1);
    shared.shareAffine();
    int[] rows = new int[own.plan().nodes().size()];
    Arrays.setAll(rows, l -> (l * l + 1) % BITS.size());
    Allocation mixed = Allocation.joint(Arrays.stream(rows).map(BITS::at).toArray());
    gradients(own, images, mixed);
    gradients(shared, images, mixed);
    for (int l = 0; l < rows.length; l++) {
      for (String kind : new String[] {"norm_scale", "norm_shift"}) {
        String name = own.plan().nodes().get(l).name() + "." + kind;
        float[] alone = parameter(own, name).gradient();
        float[] all = parameter(shared, name).gradient();
        int channels = alone.length / BITS.size();
        float[] row = Arrays.copyOfRange(alone, rows[l] * channels, (rows[l] + 1) * channels);
        for (int r = 0; r < BITS.size(); r++) {
          assertThat(Arrays.copyOfRange(all, r * channels, (r + 1) * channels))
              .as(name + " row " + r)
              .containsExactly(row);
        }
      }
    }
  }

  private Parameter parameter(TrainableNetwork network, String name) {
    return network.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Sums of codes are exact, so it makes no difference who adds them up. */
  @ParameterizedTest
  @EnumSource(Examples.class)
  void codesGiveTheSameWhoeverConvolvesThem(Examples example) {
    Allocation mixed = mixed(network(example, true, 2, 1));
    TrainableNetwork bytes = network(example, true, 2, 2);
    bytes.convolveCodes();
    TrainableNetwork floats = network(example, true, 2, 2);
    floats.convolveCodes(new Engines(Optional.empty()));
    Allocation other = Allocation.uniform(mixed.layers(), 8);
    for (TrainableNetwork network : List.of(bytes, floats)) {
      gradients(network, images(), mixed);
      // A pass in between whose codes nobody wants, and another one in the same step.
      network.zeroGradients();
      network.load(images(), samples);
      network.forward(other);
      for (Allocation allocation : List.of(mixed, other)) {
        network.forward(allocation);
        backward(network);
      }
      network.backwardStem();
    }
    for (int k = 0; k < bytes.parameters().size(); k++) {
      assertThat(bytes.parameters().get(k).gradient())
          .as(bytes.parameters().get(k).name())
          .isEqualTo(floats.parameters().get(k).gradient());
    }
  }

  /** Rounded sums of values differ from exact ones in the last digits. */
  @ParameterizedTest
  @EnumSource(Examples.class)
  void codesGiveWhatValuesGive(Examples example) {
    TrainableNetwork values = network(example, true, 2, 1);
    Allocation mixed = mixed(values);
    double expected = loss(values, images(), mixed);
    TrainableNetwork codes = network(example, true, 2, 1);
    codes.convolveCodes();
    assertThat(loss(codes, images(), mixed)).isCloseTo(expected, within(1e-4));
  }

  private Allocation mixed(TrainableNetwork network) {
    int[] bits = new int[network.plan().nodes().size()];
    Arrays.setAll(bits, l -> BITS.at(l % BITS.size()));
    return Allocation.joint(bits);
  }
}
