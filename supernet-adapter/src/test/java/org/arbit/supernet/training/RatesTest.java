package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbit.supernet.training.Optimization.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {

  /** Of 100 steps, 20 rise linearly; a quarter, half and three quarters of the fall follow. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.02",
    "9, 0.2",
    "19, 0.4",
    "20, 0.4",
    "40, 0.341421356",
    "60, 0.2",
    "80, 0.058578644"
  })
  void cosineRisesLinearlyAndFallsToNothing(int step, double expected) {
    Rates rates = new Rates(Schedule.COSINE, 0.4, 0.9, 0.2, 100);
    assertThat(rates.learningRateAt(step)).isCloseTo(expected, within(1e-9));
    assertThat(rates.momentumAt(step)).isEqualTo(0.9);
  }

  /**
   * From 0.5 / 25 over the middle 0.26 to 0.5, and down over the middle of 0.5 and 0.5 / 250000;
   * momentum from 0.95 to 0.85 and back.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0.02, 0.95",
    "10, 0.26, 0.9",
    "20, 0.5, 0.85",
    "60, 0.250001, 0.9",
    "99, 0.000194737, 0.949961"
  })
  void oneCycleGoesUpAndFurtherDown(int step, double rate, double momentum) {
    Rates rates = new Rates(Schedule.ONE_CYCLE, 0.5, 0.95, 0.2, 100);
    assertThat(rates.learningRateAt(step)).isCloseTo(rate, within(1e-8));
    assertThat(rates.momentumAt(step)).isCloseTo(momentum, within(1e-6));
  }

  @Test
  void withoutWarmUpBothBeginAtTheirHighest() {
    for (Schedule schedule : Schedule.values()) {
      assertThat(new Rates(schedule, 0.3, 0.9, 0, 10).learningRateAt(0))
          .isCloseTo(0.3, within(1e-12));
    }
  }
}
