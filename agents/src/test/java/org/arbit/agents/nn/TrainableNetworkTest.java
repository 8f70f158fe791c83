package org.arbit.agents.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbit.env.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableNetworkTest {

  private static final int SAMPLES = 7;
  private static final int[] SIZES = {5, 6, 3};

  private final SeededRandom random = new SeededRandom(3);
  private final float[] observations = observations();

  @Test
  void gradientsAreFiniteDifferences() {
    TrainableNetwork network = new TrainableNetwork(SIZES, Precision.FLOAT32, 1, random);
    float[] targets = new float[SAMPLES * 3];
    for (int k = 0; k < targets.length; k++) {
      targets[k] = (float) random.nextGaussian();
    }
    network.forward(observations, SAMPLES);
    network.backward(lossGradient(network, targets), SAMPLES);
    float[] analytic = network.gradient();
    float[] parameters = network.parameters();
    float h = 1e-3f;
    for (int k = 0; k < parameters.length; k++) {
      double up = lossAt(network, parameters, k, h, targets);
      double down = lossAt(network, parameters, k, -h, targets);
      assertThat((double) analytic[k])
          .as("parameter %d", k)
          .isCloseTo((up - down) / (2 * h), within(2e-2 + 2e-2 * Math.abs(analytic[k])));
    }
  }

  @Test
  void eightBitGradientIsThatOfTheQuantizedWeights() {
    TrainableNetwork network = new TrainableNetwork(SIZES, Precision.INT8, 1, random);
    float[] targets = new float[SAMPLES * 3];
    network.forward(observations, SAMPLES);
    network.backward(lossGradient(network, targets), SAMPLES);
    float[] quantized = network.gradient();
    TrainableNetwork twin = new TrainableNetwork(SIZES, Precision.FLOAT32, 1, new SeededRandom(1));
    twin.setParameters(network.parameters());
    twin.backward(lossGradient(twin, targets), SAMPLES);
    assertThat(cosine(quantized, twin.gradient())).isGreaterThan(0.99);
  }

  @Test
  void movesAShareOfTheWayAndScoresWithWhatItHasThen() {
    TrainableNetwork network = new TrainableNetwork(SIZES, Precision.FLOAT32, 1, random);
    TrainableNetwork other = new TrainableNetwork(SIZES, Precision.FLOAT32, 1, random);
    float[] before = network.parameters();
    network.moveTowards(other, 0.25);
    float[] after = network.parameters();
    for (int k = 0; k < after.length; k++) {
      assertThat(after[k])
          .isCloseTo(0.75f * before[k] + 0.25f * other.parameters()[k], within(1e-6f));
    }
    network.moveTowards(other, 1);
    assertThat(network.forward(observations, SAMPLES))
        .containsExactly(other.forward(observations, SAMPLES), within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource
  void frozenNetworkGivesTheScoresOfTraining(Precision precision) {
    TrainableNetwork network = new TrainableNetwork(SIZES, precision, 1, random);
    NormaliserFit fit = new NormaliserFit(5);
    fit.add(observations, SAMPLES);
    network.setNormaliser(fit.normaliser());
    float[] live = network.forward(observations, SAMPLES).clone();
    float[] frozen = new float[live.length];
    network.freeze().scores(observations, SAMPLES, frozen);
    if (precision == Precision.INT8) {
      assertThat(frozen).isEqualTo(live);
    } else {
      assertThat(frozen).containsExactly(live, within(1e-5f));
    }
  }

  @Test
  void eightBitWeightsAreCodes() {
    PolicyNetwork network = new TrainableNetwork(SIZES, Precision.INT8, 1, random).freeze();
    for (PolicyLayer layer : network.layers()) {
      float greatest = 0;
      for (float w : layer.weights()) {
        assertThat(w).isEqualTo((float) Math.rint(w)).isBetween(-127f, 127f);
        greatest = Math.max(greatest, Math.abs(w));
      }
      assertThat(greatest).isEqualTo(127f);
    }
    assertThat(network.macs()).isEqualTo(5 * 6 + 6 * 3);
    assertThat(network.bitOps()).isEqualTo((5 * 6 + 6 * 3) * 64L);
  }

  @Test
  void optimiserDescends() {
    TrainableNetwork network = new TrainableNetwork(SIZES, Precision.INT8, 1, random);
    float[] targets = new float[SAMPLES * 3];
    Optimiser optimiser = new Optimiser(network.size(), 0.01, 1e9, 10);
    network.forward(observations, SAMPLES);
    double before = loss(network, targets);
    for (int k = 0; k < 200; k++) {
      network.backward(lossGradient(network, targets), SAMPLES);
      network.update(optimiser);
    }
    assertThat(loss(network, targets)).isLessThan(before / 20);
  }

  private float[] observations() {
    float[] values = new float[SAMPLES * 5];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  private double lossAt(
      TrainableNetwork network, float[] parameters, int index, float change, float[] targets) {
    float[] moved = parameters.clone();
    moved[index] += change;
    network.setParameters(moved);
    double loss = loss(network, targets);
    network.setParameters(parameters);
    return loss;
  }

  private double loss(TrainableNetwork network, float[] targets) {
    float[] scores = network.forward(observations, SAMPLES);
    double sum = 0;
    for (int k = 0; k < targets.length; k++) {
      sum += 0.5 * (scores[k] - targets[k]) * (scores[k] - targets[k]);
    }
    return sum;
  }

  private float[] lossGradient(TrainableNetwork network, float[] targets) {
    float[] scores = network.forward(observations, SAMPLES);
    float[] gradient = new float[targets.length];
    for (int k = 0; k < targets.length; k++) {
      gradient[k] = scores[k] - targets[k];
    }
    return gradient;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int k = 0; k < a.length; k++) {
      ab += a[k] * b[k];
      aa += a[k] * a[k];
      bb += b[k] * b[k];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
