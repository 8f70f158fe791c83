package org.arbit.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AxisTest {

  @Test
  void placesValuesBetweenTheEndsWithAMargin() {
    Axis axis = Axis.linear(10, 20);
    assertThat(axis.place(15)).isCloseTo(0.5, within(1e-12));
    assertThat(axis.place(10)).isGreaterThan(0.04).isLessThan(0.1);
  }

  @Test
  void spacesPowersOfTenEvenlyWhenLogarithmic() {
    Axis axis = Axis.logarithmic(1, 100);
    assertThat(axis.place(10)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void hasRoundTicksInside() {
    assertThat(Axis.linear(91, 95.7).ticks()).containsExactly(91, 92, 93, 94, 95);
    assertThat(Axis.logarithmic(5e7, 5.3e8).ticks())
        .contains(1e8)
        .doesNotContain(1e7, 1e9)
        .hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void hasRoomForASingleValue() {
    assertThat(Axis.linear(7).place(7)).isCloseTo(0.5, within(1e-12));
    assertThat(Axis.logarithmic(7).ticks()).isNotEmpty();
  }
}
