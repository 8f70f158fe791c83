package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ImageShape;
import org.junit.jupiter.api.Test;

class TrainableNetworkTest {

  private static final int SAMPLES = 6;
  private static final int CLASSES = 3;
  private static final ImageShape IMAGE = new ImageShape(2, 8, 8);
  private static final BitWidths BITS = BitWidths.of(2, 3, 4, 8);

  private static TrainableNetwork network(boolean quantized, int shardSize, int workers) {
    TrainableNetwork network =
        new TrainableNetwork(
            NetworkPlan.resnet(IMAGE, CLASSES, 3, 1),
            BITS,
            false,
            quantized,
            WeightQuantizer.Kind.LSQ,
            SAMPLES,
            shardSize,
            new Workers(workers));
    network.initialize(7);
    return network;
  }

  private static byte[] images() {
    byte[] images = new byte[SAMPLES * IMAGE.size()];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  /** A linear loss with fixed coefficients, so that its gradient is exact. */
  private static double loss(TrainableNetwork network, byte[] images, Allocation allocation) {
    network.load(images, SAMPLES);
    float[] logits = network.forward(allocation);
    double sum = 0;
    for (int i = 0; i < SAMPLES * CLASSES; i++) {
      sum += coefficient(i) * logits[i];
    }
    return sum;
  }

  private static double coefficient(int index) {
    return Math.sin(1.7 * index + 0.3);
  }

  private static void gradients(TrainableNetwork network, byte[] images, Allocation allocation) {
    network.zeroGradients();
    loss(network, images, allocation);
    float[] logitGradient = new float[SAMPLES * CLASSES];
    for (int i = 0; i < logitGradient.length; i++) {
      logitGradient[i] = (float) coefficient(i);
    }
    network.backward(logitGradient);
    network.backwardStem();
  }

  @Test
  void gradientsOfTheUnquantizedNetworkAgreeWithFiniteDifferences() {
    TrainableNetwork network = network(false, 2, 2);
    // Far from the kink of the ReLUs the loss is smooth, so that differences can be compared
    // closely.
    network.parameters().stream()
        .filter(parameter -> parameter.name().endsWith("norm_shift"))
        .forEach(parameter -> Arrays.fill(parameter.value(), 5));
    byte[] images = images();
    Allocation floats = Allocation.uniform(6, QuantizedConv.FLOAT);
    gradients(network, images, floats);
    for (Parameter parameter : network.parameters()) {
      if (parameter.group() == Parameter.Group.STATISTIC
          || parameter.group() == Parameter.Group.STEP) {
        continue;
      }
      int worst = largest(parameter.gradient());
      float at = parameter.value()[worst];
      float epsilon = 1e-2f;
      parameter.value()[worst] = at + epsilon;
      double above = loss(network, images, floats);
      parameter.value()[worst] = at - epsilon;
      double below = loss(network, images, floats);
      parameter.value()[worst] = at;
      double expected = (above - below) / (2 * epsilon);
      assertThat((double) parameter.gradient()[worst])
          .as(parameter.name() + "[" + worst + "]")
          .isCloseTo(expected, within(0.005 * Math.abs(expected) + 2e-3));
    }
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

  @Test
  void gradientsDependNeitherOnTheNumberOfWorkersNorOnStaleState() {
    byte[] images = images();
    Allocation mixed = Allocation.joint(2, 8, 4, 3, 8, 2);
    TrainableNetwork one = network(true, 2, 1);
    TrainableNetwork two = network(true, 2, 2);
    gradients(one, images, mixed);
    gradients(two, images, Allocation.uniform(6, 8));
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

  @Test
  void aSharedScaleAndShiftLearnAtAllBitWidthsFromEveryPass() {
    byte[] images = images();
    Allocation mixed = Allocation.joint(2, 8, 4, 3, 8, 2);
    TrainableNetwork own = network(true, 2, 1);
    TrainableNetwork shared = network(true, 2, 1);
    shared.shareAffine();
    gradients(own, images, mixed);
    gradients(shared, images, mixed);
    int[] rows = {0, 3, 2, 1, 3, 0};
    for (int l = 0; l < rows.length; l++) {
      for (String kind : new String[] {"norm_scale", "norm_shift"}) {
        String name = own.plan().nodes().get(l).name() + "." + kind;
        float[] alone = parameter(own, name).gradient();
        float[] all = parameter(shared, name).gradient();
        int channels = alone.length / 4;
        float[] row = Arrays.copyOfRange(alone, rows[l] * channels, (rows[l] + 1) * channels);
        for (int r = 0; r < 4; r++) {
          assertThat(Arrays.copyOfRange(all, r * channels, (r + 1) * channels))
              .as(name + " row " + r)
              .containsExactly(row);
        }
      }
    }
  }

  private static Parameter parameter(TrainableNetwork network, String name) {
    return network.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
