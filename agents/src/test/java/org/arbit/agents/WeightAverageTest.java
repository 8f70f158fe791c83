package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

  private static WeightAverage of(int halfLife) {
    return WeightAverage.of(
        HyperParameters.defaults(List.of(WeightAverage.parameter()))
            .with(Map.of(WeightAverage.PARAMETER, halfLife)));
  }

  @Test
  void itIsAPlainMeanAtFirst() {
    double mean = 0;
    for (int k = 0; k < 4; k++) {
      mean += of(1000).rate(k) * (10 * k - mean);
    }
    assertThat(mean).isCloseTo(15, within(1e-12));
  }

  /** After a half-life, what was there before has half of its share left. */
  @Test
  void laterItForgetsByHalfLives() {
    double left = 1;
    for (int k = 0; k < 5; k++) {
      left *= 1 - of(5).rate(1_000_000 + k);
    }
    assertThat(left).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void withoutAHalfLifeTheNewestIsAll() {
    assertThat(of(0).rate(1_000_000)).isEqualTo(1);
  }
}
