package org.arbit.supernet.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsqTest {

  private static final float[] WEIGHTS = {-0.9f, -0.31f, -0.05f, 0f, 0.12f, 0.26f, 0.44f, 1.3f};

  @Test
  void weightCodesByHand() {
    float[] codes = new float[4];
    LsqWeights.codes(new float[] {-5f, -0.25f, 0.75f, 5f}, 2, 0.5f, codes);
    // -0.5 and 1.5 are ties and go to the even neighbour; two bits reach from -2 to 1.
    assertThat(codes).containsExactly(-2f, 0f, 1f, 1f);
    LsqWeights.codes(new float[] {-0.25f, 0f, -0f, 0.5f}, 1, 0.5f, codes);
    assertThat(codes).containsExactly(-1f, 1f, 1f, 1f);
  }

  @Test
  void oneBitUsesTheMeanMagnitude() {
    assertThat(LsqWeights.step(new float[] {-1f, 2f, 0f, 3f}, 1, 99f)).isEqualTo(1.5f);
    assertThat(LsqWeights.step(new float[] {-1f, 2f, 0f, 3f}, 2, 99f)).isEqualTo(99f);
  }

  /**
   * With the rounding error held constant, the quantizer is a smooth function of its step inside
   * the clamp and a multiple of it outside; its difference quotient is the gradient that LSQ
   * defines.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void stepGradientOfWeightsAgreesWithFiniteDifferences(int bits) {
    double step = 0.11;
    double epsilon = 1e-4;
    double expected = 0;
    float[] gradient = new float[WEIGHTS.length];
    for (int i = 0; i < WEIGHTS.length; i++) {
      gradient[i] = (float) Math.cos(i);
      double error = Math.rint(WEIGHTS[i] / step) - WEIGHTS[i] / step;
      double above = surrogate(WEIGHTS[i], step + epsilon, error, bits);
      double below = surrogate(WEIGHTS[i], step - epsilon, error, bits);
      expected += gradient[i] * (above - below) / (2 * epsilon);
    }
    double scale = 1 / Math.sqrt(WEIGHTS.length * (double) ((1 << (bits - 1)) - 1));
    double found =
        LsqWeights.backward(WEIGHTS, bits, (float) step, gradient, new float[WEIGHTS.length]);
    assertThat(found).isCloseTo(expected * scale, within(1e-4));
  }

  private static double surrogate(double w, double step, double error, int bits) {
    double v = w / step;
    int least = -(1 << (bits - 1));
    int largest = (1 << (bits - 1)) - 1;
    return v <= least ? least * step : v >= largest ? largest * step : (v + error) * step;
  }

  @Test
  void weightGradientPassesInsideTheClampOnly() {
    float[] gradient = {1, 1, 1, 1, 1, 1, 1, 1};
    float[] into = new float[8];
    LsqWeights.backward(WEIGHTS, 2, 0.4f, gradient, into);
    // Inside is -0.8 < w < 0.4.
    assertThat(into).containsExactly(0, 1, 1, 1, 1, 1, 0, 0);
    into = new float[8];
    LsqWeights.backward(WEIGHTS, 1, 0.4f, gradient, into);
    // At one bit the gradient passes where |w| <= 1.
    assertThat(into).containsExactly(1, 1, 1, 1, 1, 1, 1, 0);
  }

  @Test
  void activationCodesByHand() {
    float[] values = {9f, 0f, 0.25f, 0.75f, 1.4f, 1.51f, 100f};
    Arrays32.codes(values, 1, 6, 2f, 3f);
    // 0.5 and 1.5 are ties; the value before the offset stays.
    assertThat(values).containsExactly(9f, 0f, 0f, 2f, 3f, 3f, 3f);
  }

  @Test
  void oneBitActivationIsOneAboveHalfAStep() {
    float[] values = {0f, 0.1f, 0.10001f, 5f};
    Arrays32.codes(values, 0, 4, 1 / 0.2f, LsqActivations.largest(1));
    assertThat(values).containsExactly(0f, 0f, 1f, 1f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void activationGradientsAgreeWithFiniteDifferences(int bits) {
    float step = 0.3f;
    int largest = LsqActivations.largest(bits);
    float[] values = {0f, 0.07f, 0.2f, 0.4f, 1.1f, 3f, 70f, 90f};
    float[] gradient = new float[8];
    double[] expected = new double[8];
    float[] mask = new float[8];
    double epsilon = 1e-4;
    for (int i = 0; i < 8; i++) {
      gradient[i] = (float) Math.sin(i + 1);
      double v = values[i] / step;
      double error = Math.rint(v) - v;
      double slope =
          v >= largest
              ? largest
              : ((values[i] / (step + epsilon) + error) * (step + epsilon)
                      - (values[i] / (step - epsilon) + error) * (step - epsilon))
                  / (2 * epsilon);
      expected[i] = gradient[i] * slope;
      mask[i] = v >= largest ? 0 : gradient[i];
    }
    float[] stepGradient = new float[8];
    Arrays.fill(stepGradient, 0.5f);
    Arrays32.quantizeBackward(values, gradient, stepGradient, new float[8], 8, 1 / step, largest);
    for (int i = 0; i < 8; i++) {
      assertThat((double) stepGradient[i]).isCloseTo(0.5 + expected[i], within(1e-4));
    }
    for (int i = 0; i < 8; i++) {
      assertThat((double) gradient[i]).isCloseTo(mask[i], within(0.0));
    }
  }

  @Test
  void initialStepsByHand() {
    // Mean 0 and deviation 1, so the range is 3, which two bits cut into halves.
    assertThat(LsqWeights.initialStep(new float[] {-1, 1, -1, 1}, 2)).isEqualTo(1.5f);
    assertThat(LsqWeights.initialStep(new float[] {-1, 1, -1, 1}, 8)).isEqualTo(3f / 128);
    assertThat(LsqActivations.initialStep(1.5, 2)).isEqualTo((float) (3 / Math.sqrt(3)));
  }

  @Test
  void sumsAndDotProductsTakeEveryElementOnce() {
    float[] values = new float[37];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 << (i % 20);
    }
    double sum = 0;
    double dot = 0;
    for (int i = 2; i < 35; i++) {
      sum += values[i];
      dot += values[i] * (values[i] - 3.0);
    }
    assertThat((double) Arrays32.sum(values, 2, 33)).isEqualTo(sum);
    float[] part = Arrays.copyOfRange(values, 2, 35);
    assertThat((double) Arrays32.dot(part, part, 33, 3f)).isCloseTo(dot, within(dot * 1e-6));
  }
}
