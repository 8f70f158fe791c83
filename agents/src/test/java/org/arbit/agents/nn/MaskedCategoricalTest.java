package org.arbit.agents.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.arbit.env.SeededRandom;
import org.junit.jupiter.api.Test;

class MaskedCategoricalTest {

  private static final boolean[] MASK = {true, false, true, true};

  private static double[] logs(boolean[] mask, float... logits) {
    double[] logs = new double[logits.length];
    MaskedCategorical.logProbabilities(logits, mask, 1, logits.length, logs);
    return logs;
  }

  @Test
  void probabilitiesAreThoseOfTheValidOnes() {
    double[] logs = logs(MASK, 0, 50, (float) Math.log(2), (float) Math.log(5));
    double[] expected = {1 / 8.0, 0, 2 / 8.0, 5 / 8.0};
    for (int j = 0; j < 4; j++) {
      assertThat(MaskedCategorical.probability(logs[j])).isCloseTo(expected[j], within(1e-7));
    }
    assertThat(MaskedCategorical.probability(logs[1])).isZero();
    double entropy = Math.log(8) - 2 / 8.0 * Math.log(2) - 5 / 8.0 * Math.log(5);
    assertThat(MaskedCategorical.entropy(logs, 0, 4)).isCloseTo(entropy, within(1e-7));
  }

  @Test
  void extremeLogitsGiveNumbers() {
    double[] logs = logs(MASK, -1e6f, 1e6f, 1e6f, -1e6f);
    assertThat(MaskedCategorical.probability(logs[2])).isOne();
    assertThat(MaskedCategorical.entropy(logs, 0, 4)).isZero();
    float[] slope = new float[4];
    MaskedCategorical.gradient(logs, 0, 4, 0, 1, 1, slope);
    assertThat(slope).containsExactly(-1, 0, 1, 0);
    assertThat(MaskedCategorical.sample(logs, 0, 4, new SeededRandom(1))).isEqualTo(2);
  }

  @Test
  void nothingValidIsRefused() {
    assertThatThrownBy(() -> logs(new boolean[4], 1, 2, 3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The mask of sample 0 leaves none of the 4 actions.");
  }

  @Test
  void logitsThatAreNoNumbersAreRefused() {
    assertThatThrownBy(() -> logs(MASK, 1, 2, Float.NaN, 4))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("logits of sample 0")
        .hasMessageContaining("Maybe lower learningRate?");
  }

  /** Of {@code -w log p(action) - e H} by every logit, for each valid action. */
  @Test
  void gradientsAreFiniteDifferences() {
    float[] logits = {0.3f, 4f, -0.9f, 1.2f};
    for (int action : new int[] {0, 2, 3}) {
      for (double entropyWeight : new double[] {0, 0.7}) {
        float[] slope = new float[4];
        MaskedCategorical.gradient(logs(MASK, logits), 0, 4, action, 1.5, entropyWeight, slope);
        for (int j = 0; j < 4; j++) {
          double up = loss(logits, j, 1e-2f, action, entropyWeight);
          double down = loss(logits, j, -1e-2f, action, entropyWeight);
          assertThat((double) slope[j]).isCloseTo((up - down) / 2e-2, within(2e-4));
        }
        assertThat(slope[1]).isZero();
      }
    }
  }

  private static double loss(float[] at, int index, float change, int action, double weight) {
    float[] logits = at.clone();
    logits[index] += change;
    double[] logs = logs(MASK, logits);
    return -1.5 * logs[action] - weight * MaskedCategorical.entropy(logs, 0, 4);
  }

  @Test
  void epsilonIsSpreadOverTheValidOnes() {
    float[] probabilities = new float[4];
    float[] scores = {1, 9, 1, 0};
    MaskedCategorical.epsilonGreedy(scores, MASK, 0, 4, 0.3, probabilities);
    assertThat(probabilities).containsExactly(new float[] {0.8f, 0, 0.1f, 0.1f}, within(1e-6f));
    MaskedCategorical.epsilonSoft(scores, MASK, 0, 4, 0.3, 0.5, probabilities);
    double sum = 2 + Math.exp(-2);
    assertThat((double) probabilities[0]).isCloseTo(0.1 + 0.7 / sum, within(1e-6));
    assertThat((double) probabilities[3]).isCloseTo(0.1 + 0.7 * Math.exp(-2) / sum, within(1e-6));
    assertThat(probabilities[1]).isZero();
  }
}
