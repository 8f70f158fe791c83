package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StepTermsTest {

  /** Two blocks and a part of a third. */
  private static final int SIZE = 2500;

  private static final int SAMPLES = 3;
  private static final float STEP = 0.25f;
  private static final int LARGEST = 15;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void gradientsAndTermsAreThoseOfTheElements() {
    float[] gradients = new float[SAMPLES * SIZE];
    float[] input = new float[SAMPLES * SIZE];
    for (int i = 0; i < input.length; i++) {
      gradients[i] = random.nextInt(-50, 50) / 16f;
      input[i] = random.nextInt(6 * 16) / 16f; // a quarter of them is clamped
    }
    StepTerms terms = used();

    terms.start(SIZE);
    float[] found = new float[SAMPLES * SIZE];
    float[] seen = new float[SAMPLES * SIZE];
    GradientReceiver receiver =
        (sample, first, block, values, n) -> {
          System.arraycopy(block, 0, found, sample * SIZE + first, n);
          System.arraycopy(values, 0, seen, sample * SIZE + first, n);
        };
    MapReader maps = MapReader.of(input, SIZE);
    // Gradients lie elsewhere than what was quantized: a kernel has only those of some samples.
    FloatBuffer buffer = FloatBuffer.wrap(gradients);
    terms.add(buffer, SIZE, 2, maps, 0, 1 / STEP, (float) LARGEST, receiver);
    terms.add(buffer, 0, 1, maps, 2, 1 / STEP, (float) LARGEST, receiver);
    double expected = 0;
    for (int i = 0; i < found.length; i++) {
      double v = input[i] / STEP;
      double g = gradients[(i + SIZE) % gradients.length];
      assertThat((double) found[i]).isCloseTo(v < LARGEST ? g : 0, within(0.0));
      expected += g * (v < LARGEST ? Math.rint(v) - v : LARGEST);
    }

    assertThat(seen).containsExactly(input);
    // All numbers are small multiples of 1/64, so that nothing is rounded.
    assertThat((double) terms.sum()).isEqualTo(expected);
  }

  @Test
  void gradientsThatWereNotQuantizedArePassedOn() {
    StepTerms terms = used();
    terms.start(SIZE);
    float[] gradients = new float[SAMPLES * SIZE];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = i;
    }
    float[] found = new float[SAMPLES * SIZE];
    float[] seen = new float[SAMPLES * SIZE];
    terms.pass(
        FloatBuffer.wrap(gradients),
        SIZE,
        2,
        MapReader.of(gradients, SIZE),
        1,
        (sample, first, block, values, n) -> {
          System.arraycopy(block, 0, found, sample * SIZE + first, n);
          System.arraycopy(values, 0, seen, sample * SIZE + first, n);
        });
    Arrays.fill(gradients, 0, SIZE, 0);
    assertThat(found).containsExactly(gradients);
    assertThat(seen).containsExactly(gradients);
    assertThat(terms.sum()).isZero();
  }

  @Test
  void aNewStartForgetsWhatWas() {
    StepTerms terms = used();
    terms.start(SIZE);
    assertThat(terms.sum()).isZero();
  }

  /** Returns terms of larger samples than these, as a worker's are after another layer. */
  private static StepTerms used() {
    StepTerms terms = new StepTerms();
    int size = 2 * SIZE;
    float[] ones = new float[size];
    Arrays.fill(ones, 1f);
    terms.start(size);
    MapReader maps = MapReader.of(ones, size);
    terms.add(FloatBuffer.wrap(ones), 0, 1, maps, 0, 1, 1, GradientReceiver.NONE);
    assertThat(terms.sum()).isEqualTo(size);
    return terms;
  }
}
