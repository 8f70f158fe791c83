package org.arbit.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 5",
    "999, 999",
    "999.6, 1 k",
    "1234, 1.23 k",
    "582400000, 582 M",
    "1.5e12, 1.5 T",
    "0.02, 0.02",
    "2.5e18, 2500 P"
  })
  void givesThreeDigitsAndAPrefix(double value, String text) {
    assertThat(Numbers.si(value)).isEqualTo(text);
  }

  @Test
  void ignoresTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Numbers.percent(0.12345, 2)).isEqualTo("12.35");
      assertThat(Numbers.fixed(1.5, 1)).isEqualTo("1.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void showsWhatIsNoNumber() {
    assertThat(Numbers.plain(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.plain(0.0301)).isEqualTo("0.0301");
  }
}
