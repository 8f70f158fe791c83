package org.arbit.supernet.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops against {@link Math}, to the bit, at numbers where formulas break. */
class Arrays32Test {

  private static final float[] EDGES = {
    0f,
    Float.MIN_VALUE,
    0x1p-89f,
    1e-7f,
    0.49999997f,
    0.5f,
    0.50000006f,
    1f,
    1.5f,
    2.5f,
    Math.nextDown(3f),
    3f,
    Math.nextUp(3f),
    254.5f,
    Math.nextDown(255f),
    255f,
    256f,
    8388607.5f,
    8388609f,
    16777216f,
    1e10f,
    1e30f,
  };

  /** The edges, and many numbers in between. */
  private static float[] values() {
    float[] values = Arrays.copyOf(EDGES, 3000);
    for (int i = EDGES.length; i < values.length; i++) {
      values[i] = (float) Math.abs(300 * Math.sin(i) * Math.sin(0.01 * i));
    }
    return values;
  }

  private static float[] signedValues() {
    float[] values = values();
    for (int i = 0; i < values.length; i += 2) {
      values[i] = -values[i];
    }
    return values;
  }

  private static float relu(float v) {
    return Math.max(v, 0f);
  }

  private static float code(float v, float largest) {
    return (float) Math.min(Math.rint(v), largest);
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 3, 7, 255})
  void codesAreRoundedAndClamped(float largest) {
    float[] values = values();
    for (float inverseStep : new float[] {1f, 0.37f, 41f}) {
      float[] codes = values.clone();
      Arrays32.codes(codes, 0, codes.length, inverseStep, largest);
      float[] sums = new float[values.length];
      float[] counts = new float[values.length];
      Arrays32.addCodes(values.clone(), sums, counts, values.length, inverseStep, largest);
      for (int i = 0; i < values.length; i++) {
        float expected = code(values[i] * inverseStep, largest);
        same(codes[i], expected);
        same(sums[i], expected);
        same(counts[i], expected > 0 ? 1f : 0f);
      }
    }
  }

  /** To the bit: to {@code isEqualTo} of numbers, 0 is -0. */
  private static void same(float found, float expected) {
    assertThat(Float.floatToRawIntBits(found)).isEqualTo(Float.floatToRawIntBits(expected));
  }

  /** Codes of weights; a zero has no sign. */
  @ParameterizedTest
  @CsvSource({"-2, 1", "-8, 7", "-128, 127"})
  void signedCodesAreRoundedAndClamped(float least, float largest) {
    float[] values = signedValues();
    for (float inverseStep : new float[] {1f, 0.37f, 41f}) {
      float[] codes = new float[values.length];
      Arrays32.signedCodes(values, codes, values.length, inverseStep, least, largest);
      for (int i = 0; i < values.length; i++) {
        double rounded = Math.rint(values[i] * inverseStep);
        same(codes[i], (float) Math.min(Math.max(rounded, least), largest) + 0f);
      }
    }
  }

  /** Training stops where something is not a number, so that no loop may hide it. */
  @Test
  void whatIsUndefinedStaysSo() {
    float[] nan = {Float.NaN};
    float[] one = {1f};
    assertThat(changed(nan, a -> Arrays32.codes(a, 0, 1, 1, 7))).isNaN();
    assertThat(changed(nan, a -> Arrays32.affineReluCodes(a, 0, 1, 1, 0, 1, 7))).isNaN();
    assertThat(changed(nan, a -> Arrays32.signedCodes(nan, a, 1, 1, -8, 7))).isNaN();
    assertThat(changed(nan, a -> Arrays32.affineRelu(a, 0, 1, 1, 0))).isNaN();
    assertThat(changed(nan, a -> Arrays32.affineRelu(a, one, one, 1))).isNaN();
    assertThat(changed(one, a -> Arrays32.affineAddRelu(a, nan, one, one, 1))).isNaN();
    assertThat(changed(one, a -> Arrays32.affineAddRelu(a, nan, a, 0, 1, 1, 0))).isNaN();
    assertThat(changed(one, a -> Arrays32.addRelu(a, nan, 0, 1))).isNaN();
    assertThat(changed(one, a -> Arrays32.maskByPositive(a, nan, 0, 1))).isNaN();
    assertThat(changed(nan, a -> Arrays32.maskByPositive(a, one, 0, 1))).isNaN();
    float[] other = new float[1];
    assertThat(changed(one, a -> Arrays32.quantizeBackward(nan, a, other, new float[1], 1, 1, 7)))
        .isNaN();
    assertThat(other).containsExactly(Float.NaN);
  }

  private static float changed(float[] from, Consumer<float[]> loop) {
    float[] a = from.clone();
    loop.accept(a);
    return a[0];
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 3, 7, 255})
  void gradientsOfCodesAreThoseOfLsq(float largest) {
    float[] values = values();
    int count = values.length;
    float inverseStep = 0.37f;
    float[] gradient = new float[count];
    float[] steps = new float[count];
    for (int i = 0; i < count; i++) {
      gradient[i] = (float) Math.cos(3 * i);
      steps[i] = 0.25f * i;
    }
    float[] expectedGradient = gradient.clone();
    float[] expectedSteps = steps.clone();
    for (int i = 0; i < count; i++) {
      float v = values[i] * inverseStep;
      boolean inside = v < largest;
      expectedSteps[i] += gradient[i] * (inside ? (float) Math.rint(v) - v : largest);
      expectedGradient[i] = inside ? gradient[i] : 0f * gradient[i];
    }
    Arrays32.quantizeBackward(
        values, gradient, steps, new float[count], count, inverseStep, largest);
    assertThat(steps).containsExactly(expectedSteps);
    assertThat(gradient).containsExactly(expectedGradient);
  }

  @ParameterizedTest
  @ValueSource(floats = {1f, -0.7f})
  void reluAfterBatchNorm(float factor) {
    float[] values = signedValues();
    int count = values.length;
    float summand = 0.25f;
    float[] others = values();
    others[0] = -0f; // and so is values[0]
    float[] factors = new float[count];
    float[] summands = new float[count];
    Arrays.fill(factors, factor);
    Arrays.fill(summands, summand);
    float[] same = values.clone();
    Arrays32.affineRelu(same, 0, count, factor, summand);
    float[] wide = values.clone();
    Arrays32.affineRelu(wide, factors, summands, count);
    float[] added = new float[count];
    Arrays32.affineAddRelu(values, others, added, 0, count, factor, summand);
    float[] wideAdded = values.clone();
    Arrays32.affineAddRelu(wideAdded, others, factors, summands, count);
    float[] codes = values.clone();
    Arrays32.affineReluCodes(codes, 0, count, factor, summand, 0.37f, 15);
    float[] sum = values.clone();
    Arrays32.addRelu(sum, others, 0, count);
    for (int i = 0; i < count; i++) {
      float expected = relu(values[i] * factor + summand);
      same(same[i], expected);
      same(wide[i], expected);
      same(codes[i], code(expected * 0.37f, 15));
      float expectedSum = relu((values[i] * factor + summand) + others[i]);
      same(added[i], expectedSum);
      same(wideAdded[i], expectedSum);
      same(sum[i], relu(values[i] + others[i]));
    }
  }

  /** What is positive by less than {@code 2^-89} does not come out of a layer. */
  @ParameterizedTest
  @ValueSource(floats = {0x1p-89f, 1e-10f, 1f, 1e10f})
  void aMaskLetsThroughWhatIsPositive(float gate) {
    float[] values = {2f, -3f, 5f};
    Arrays32.maskByPositive(values, new float[] {gate, 0f, gate}, 0, 3);
    assertThat(values).containsExactly(2f, -0f, 5f);
  }
}
