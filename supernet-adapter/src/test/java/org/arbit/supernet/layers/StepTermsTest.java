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
    double expected = 0;
    for (int s = 0; s < SAMPLES; s++) {
      // Gradients lie elsewhere than what was quantized: a shard has its own.
      float[] into = new float[SIZE];
      int from = (SAMPLES - 1 - s) * SIZE;
      terms.add(
          FloatBuffer.wrap(gradients), from, input, s * SIZE, 1 / STEP, (float) LARGEST, into);
      for (int i = 0; i < SIZE; i++) {
        double v = input[s * SIZE + i] / STEP;
        double g = gradients[from + i];
        assertThat((double) into[i]).isCloseTo(v < LARGEST ? g : 0, within(0.0));
        expected += g * (v < LARGEST ? Math.rint(v) - v : LARGEST);
      }
    }

    // All numbers are small multiples of 1/64, so that nothing is rounded.
    assertThat((double) terms.sum()).isEqualTo(expected);
  }

  @Test
  void aNewStartForgetsWhatWas() {
    StepTerms terms = used();
    terms.start(SIZE);
    assertThat(terms.sum()).isZero();
    assertThat(terms.size()).isEqualTo(SIZE);
  }

  /** Returns terms of larger samples than these, as a worker's are after another layer. */
  private static StepTerms used() {
    StepTerms terms = new StepTerms();
    int size = 2 * SIZE;
    float[] ones = new float[size];
    Arrays.fill(ones, 1f);
    terms.start(size);
    terms.add(FloatBuffer.wrap(ones), 0, ones, 0, 1, 1, new float[size]);
    assertThat(terms.sum()).isEqualTo(size);
    return terms;
  }
}
