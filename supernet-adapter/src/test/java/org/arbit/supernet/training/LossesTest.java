package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {

  private static final int SAMPLES = 3;
  private static final int CLASSES = 5;
  private static final int[] LABELS = {4, 0, 2};

  /** With probabilities 3/4 and 1/4: -0.95 ln 0.75 - 0.05 ln 0.25. */
  @Test
  void smoothingSpreadsAShareOfTheLabelOverAllClasses() {
    float[] logits = {(float) Math.log(3), 0};
    float[] gradient = new float[2];
    double loss = Losses.crossEntropy(logits, new int[] {0}, 2, 0.1, new float[2], gradient);
    assertThat(loss).isCloseTo(0.3426126864, within(1e-6));
    assertThat(gradient).containsExactly(new float[] {-0.2f, 0.2f}, within(1e-6f));
  }

  /** Half of 0.3426126864, and half KL((1/2, 1/2) || (3/4, 1/4)) = 0.1438410362. */
  @Test
  void distillationHasHalfOfEach() {
    float[] logits = {(float) Math.log(3), 0};
    float[] teacher = {0.5f, 0.5f};
    double loss =
        Losses.halfDistilled(logits, new int[] {0}, 2, 0.1, teacher, new float[2], new float[2]);
    assertThat(loss).isCloseTo(0.5 * (0.3426126864 + 0.1438410362), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void gradientsAreThoseOfTheLosses(double smoothing) {
    SplittableRandom random = new SplittableRandom(4);
    float[] logits = new float[SAMPLES * CLASSES];
    float[] teacher = new float[SAMPLES * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (4 * random.nextDouble() - 2);
      teacher[i] = 1f / CLASSES;
    }
    float[] plain = new float[logits.length];
    float[] taught = new float[logits.length];
    plain(logits, smoothing, plain);
    taught(logits, smoothing, teacher, taught);
    for (int i = 0; i < logits.length; i++) {
      float[] up = logits.clone();
      float[] down = logits.clone();
      up[i] += 0.01f;
      down[i] -= 0.01f;
      double width = up[i] - down[i];
      float[] ignored = new float[logits.length];
      assertThat(plain[i])
          .isCloseTo(
              (float) ((plain(up, smoothing, ignored) - plain(down, smoothing, ignored)) / width),
              within(1e-4f));
      assertThat(taught[i])
          .isCloseTo(
              (float)
                  ((taught(up, smoothing, teacher, ignored)
                          - taught(down, smoothing, teacher, ignored))
                      / width),
              within(1e-4f));
    }
  }

  private static double plain(float[] logits, double smoothing, float[] gradient) {
    return Losses.crossEntropy(
        logits, LABELS, CLASSES, smoothing, new float[logits.length], gradient);
  }

  private static double taught(
      float[] logits, double smoothing, float[] teacher, float[] gradient) {
    return Losses.halfDistilled(
        logits, LABELS, CLASSES, smoothing, teacher, new float[logits.length], gradient);
  }
}
