package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Golden vectors: worked by hand, or with scipy 1.17.1 ({@code trim_mean}, {@code spearmanr}). */
class StatisticsTest {

  @Test
  void interquartileMeanIsTheTrimmedMean() {
    // scipy.stats.trim_mean(x, 0.25)
    assertThat(Statistics.interquartileMean(1, 2, 3, 4, 5, 6, 7, 100)).isEqualTo(4.5);
    assertThat(Statistics.interquartileMean(9, 1, 5, 3, 7)).isEqualTo(5.0);
    assertThat(Statistics.interquartileMean(2, 4, 9)).isEqualTo(5.0);
    assertThat(Statistics.interquartileMean(0.5)).isEqualTo(0.5);
    assertThat(Statistics.interquartileMean(3, -50, 1, 2, 80, 4, 5, 6, 7, 90)).isEqualTo(4.5);
  }

  @Test
  void interquartileMeanRefusesNothingAndNaN() {
    assertThatThrownBy(Statistics::interquartileMean).hasMessageContaining("at least one value");
    assertThatThrownBy(() -> Statistics.interquartileMean(1, Double.NaN))
        .hasMessageContaining("NaN");
  }

  @Test
  void bootstrapIsReproducibleAndBracketsTheEstimate() {
    double[] values = {0.90, 0.91, 0.89, 0.92, 0.88};
    Interval first = Statistics.interquartileMeanInterval(values, 7);
    assertThat(first).isEqualTo(Statistics.interquartileMeanInterval(values, 7));
    assertThat(first).isNotEqualTo(Statistics.interquartileMeanInterval(values, 8));
    assertThat(first.estimate()).isEqualTo(0.90, within(1e-12));
    assertThat(first.low()).isLessThan(0.895).isGreaterThanOrEqualTo(0.88);
    assertThat(first.high()).isGreaterThan(0.905).isLessThanOrEqualTo(0.92);
  }

  @Test
  void bootstrapKeepsStrataApart() {
    // With each stratum constant, no resample can differ; unstratified ones would.
    double[][] strata = {{1, 1, 1}, {5, 5, 5}};
    Interval interval = Statistics.bootstrap(strata, values -> (values[0] + values[5]) / 2, 1);
    assertThat(interval).isEqualTo(new Interval(3, 3, 3));
  }

  @Test
  void bootstrapOfTheMeanHasTheNormalWidth() {
    double[] values = new double[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2;
    }
    Interval interval =
        Statistics.bootstrap(new double[][] {values}, Statistics::interquartileMean, 3);
    // The mean of the middle half of coin flips: wide, and around one half.
    assertThat(interval.estimate()).isEqualTo(0.5);
    assertThat(interval.high() - interval.low()).isBetween(0.1, 0.4);
  }

  @Test
  void probabilityOfImprovementCountsPairs() {
    assertThat(Statistics.probabilityOfImprovement(new double[] {2, 3}, new double[] {1, 1}))
        .isEqualTo(1.0);
    assertThat(Statistics.probabilityOfImprovement(new double[] {1, 3}, new double[] {2, 3}))
        .isEqualTo(0.375);
    assertThat(Statistics.probabilityOfImprovement(new double[] {4}, new double[] {4}))
        .isEqualTo(0.5);
  }

  @Test
  void spearmanHandlesTiesAndConstants() {
    assertThat(Statistics.spearman(new double[] {1, 2, 3, 4}, new double[] {10, 20, 25, 99}))
        .isEqualTo(1.0, within(1e-12));
    // scipy.stats.spearmanr([1,2,2,4,5],[3,1,2,2,9])
    assertThat(Statistics.spearman(new double[] {1, 2, 2, 4, 5}, new double[] {3, 1, 2, 2, 9}))
        .isEqualTo(0.2894736842105264, within(1e-12));
    assertThat(Statistics.spearman(new double[] {1, 2, 3}, new double[] {4, 4, 4})).isNull();
    assertThat(Statistics.spearman(new double[] {1}, new double[] {4})).isNull();
  }
}
