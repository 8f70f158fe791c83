package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimumNormTest {

  private static final int GRID = 400;

  private static double[][] gram(long seed, int objectives) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] gradients = new double[objectives][4];
    double common = 2 * random.nextDouble();
    for (double[] gradient : gradients) {
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] = random.nextDouble() - 0.5 + (k == 0 ? common : 0);
      }
    }
    double[][] gram = new double[objectives][objectives];
    for (int i = 0; i < objectives; i++) {
      for (int j = 0; j < objectives; j++) {
        for (int k = 0; k < 4; k++) {
          gram[i][j] += gradients[i][k] * gradients[j][k];
        }
      }
    }
    return gram;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void isNeverWorseThanAnyPointOfAGridAndNearItsBest(int objectives) {
    for (long seed = 0; seed < 40; seed++) {
      double[][] gram = gram(seed, objectives);
      double[] weights = MinimumNorm.weights(gram);
      double sum = 0;
      for (double weight : weights) {
        assertThat(weight).isGreaterThanOrEqualTo(0);
        sum += weight;
      }
      assertThat(sum).isCloseTo(1, within(1e-9));
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= GRID; i++) {
        for (int j = 0; j <= (objectives == 2 ? 0 : GRID - i); j++) {
          double a = (double) i / GRID;
          double b = (double) j / GRID;
          double[] point =
              objectives == 2 ? new double[] {a, 1 - a} : new double[] {a, b, 1 - a - b};
          best = Math.min(best, MinimumNorm.norm(gram, point));
        }
      }
      double found = MinimumNorm.norm(gram, weights);
      assertThat(found).isLessThanOrEqualTo(best + 1e-9);
      assertThat(found).isCloseTo(best, within(1e-3));
    }
  }

  @Test
  void parallelGradientsKeepTheShorterOne() {
    assertThat(MinimumNorm.weights(new double[][] {{1, 2}, {2, 4}})).containsExactly(1, 0);
  }

  @Test
  void equalGradientsGiveTheirCommonNorm() {
    double[][] gram = {{3, 3}, {3, 3}};
    assertThat(MinimumNorm.norm(gram, MinimumNorm.weights(gram))).isCloseTo(3, within(1e-9));
  }
}
