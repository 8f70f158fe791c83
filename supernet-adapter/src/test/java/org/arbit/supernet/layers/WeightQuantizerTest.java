package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.arbit.supernet.quant.Cascade;
import org.arbit.supernet.quant.LsqWeights;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;

class WeightQuantizerTest {

  private static final ConvShape SHAPE = new ConvShape(5, 4, 3, 1, 8, 8, false);
  private static final int[] BITS = {1, 2, 4, 8};

  private static float[] weights() {
    SplittableRandom random = new SplittableRandom(2);
    float[] weights = new float[SHAPE.weights()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5);
    }
    return weights;
  }

  private static float[] codes(WeightQuantizer quantizer, int index, float[] weights) {
    float[] codes = new float[weights.length];
    quantizer.codes(index, weights, codes);
    return codes;
  }

  @Test
  void codesStayInRangeForEveryKindAndBitWidth() {
    float[] weights = weights();
    for (WeightQuantizer.Kind kind : EnumSet.complementOf(EnumSet.of(WeightQuantizer.Kind.NONE))) {
      WeightQuantizer quantizer = WeightQuantizer.of(kind, "layer", BITS, SHAPE);
      quantizer.initialize(weights);
      if (kind == WeightQuantizer.Kind.NONE) {
        assertThatThrownBy(() -> codes(quantizer, 0, weights)).hasMessageContaining("no codes");
        continue;
      }
      for (int i = 0; i < BITS.length; i++) {
        for (float code : codes(quantizer, i, weights)) {
          assertThat(code)
              .isBetween((float) LsqWeights.least(BITS[i]), (float) LsqWeights.largest(BITS[i]));
          assertThat(code).isEqualTo((float) Math.rint(code));
        }
      }
    }
  }

  @Test
  void theCascadeKeepsOneTensorForAllPrecisions() {
    float[] weights = weights();
    WeightQuantizer quantizer =
        WeightQuantizer.of(WeightQuantizer.Kind.CASCADE, "layer", BITS, SHAPE);
    quantizer.initialize(weights);
    float[] master = codes(quantizer, 3, weights);
    float[] four = codes(quantizer, 2, weights);
    float[] two = codes(quantizer, 1, weights);
    for (int i = 0; i < weights.length; i++) {
      assertThat((int) four[i]).isEqualTo(Cascade.down((int) master[i], 8, 4));
      assertThat((int) two[i]).isEqualTo(Cascade.down((int) four[i], 4, 2));
    }
    float[] unused = new float[weights.length];
    float step = quantizer.codes(3, weights, unused);
    assertThat(quantizer.codes(2, weights, unused)).isEqualTo(step * 16);
    assertThat(quantizer.codes(1, weights, unused)).isEqualTo(step * 64);
  }

  @Test
  void withGainsOfOneTheWaveletChangesNothing() {
    float[] weights = weights();
    WeightQuantizer haar = WeightQuantizer.of(WeightQuantizer.Kind.HAAR, "layer", BITS, SHAPE);
    WeightQuantizer plain = WeightQuantizer.of(WeightQuantizer.Kind.LSQ, "layer", BITS, SHAPE);
    haar.initialize(weights);
    plain.initialize(weights);
    float[] expected = codes(plain, 2, weights);
    float[] found = codes(haar, 2, weights);
    int different = 0;
    for (int i = 0; i < weights.length; i++) {
      different += found[i] == expected[i] ? 0 : 1;
    }
    // Rounding of the transform may turn a tie.
    assertThat(different).isLessThanOrEqualTo(1);
  }

  @Test
  void everyLevelOfTheWaveletHasAGainOfItsOwn() {
    float[] weights = weights();
    for (int levels = 1; levels <= 3; levels++) {
      WeightQuantizer.Kind kind =
          WeightQuantizer.Kind.named(levels == 1 ? "haar" : "haar" + levels);
      WeightQuantizer quantizer = WeightQuantizer.of(kind, "layer", new int[] {8}, SHAPE);
      quantizer.initialize(weights);
      Parameter gain = quantizer.parameters().get(1);
      assertThat(gain.value()).as("levels %d", levels).hasSize(levels + 1);
      float[] gradient = weights.clone();
      float[] unused = new float[weights.length];
      quantizer.backward(0, weights, gradient, unused);
      double energy = 0;
      for (float weight : weights) {
        energy += weight * weight;
      }
      double sum = 0;
      for (float band : gain.gradient()) {
        sum += band;
      }
      // Bands of an orthonormal transform share out the energy of what they transform.
      assertThat(sum).isCloseTo(energy, within(1e-4 * energy));
    }
  }

  /** At 8 bits and fine steps the quantizer is nearly the identity, so differences are smooth. */
  @Test
  void gainsAndWeightsOfTheWaveletAgreeWithFiniteDifferences() {
    float[] weights = weights();
    WeightQuantizer quantizer =
        WeightQuantizer.of(WeightQuantizer.Kind.HAAR, "layer", new int[] {8}, SHAPE);
    quantizer.initialize(weights);
    Parameter gain = quantizer.parameters().get(1);
    gain.value()[0] = 0.8f;
    gain.value()[1] = 0.9f;
    float[] gradient = new float[weights.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) Math.cos(0.7 * i);
    }
    float[] weightGradient = new float[weights.length];
    quantizer.backward(0, weights, gradient, weightGradient);
    for (int band = 0; band < 2; band++) {
      float at = gain.value()[band];
      gain.value()[band] = at + 0.1f;
      double above = value(quantizer, weights, gradient);
      gain.value()[band] = at - 0.1f;
      double below = value(quantizer, weights, gradient);
      gain.value()[band] = at;
      // Rounding adds up to half a step per weight, in both directions.
      assertThat((double) gain.gradient()[band]).isCloseTo((above - below) / 0.2, within(0.15));
    }
    float at = weights[17];
    weights[17] = at + 0.2f;
    double above = value(quantizer, weights, gradient);
    weights[17] = at - 0.2f;
    double below = value(quantizer, weights, gradient);
    weights[17] = at;
    assertThat((double) weightGradient[17]).isCloseTo((above - below) / 0.4, within(0.05));
  }

  private static double value(WeightQuantizer quantizer, float[] weights, float[] gradient) {
    float[] codes = new float[weights.length];
    float step = quantizer.codes(0, weights, codes);
    double sum = 0;
    for (int i = 0; i < codes.length; i++) {
      sum += gradient[i] * codes[i] * (double) step;
    }
    return sum;
  }

  @Test
  void restoringNamesWhatIsMissing() {
    assertThatThrownBy(
            () ->
                WeightQuantizer.restored(
                    WeightQuantizer.Kind.HAAR,
                    "a",
                    BITS,
                    SHAPE,
                    Map.of("a.weight_step", new float[4])))
        .hasMessageContaining("a.wavelet_gain");
    assertThatThrownBy(() -> WeightQuantizer.Kind.named("hair"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Maybe \"haar\"?");
  }
}
