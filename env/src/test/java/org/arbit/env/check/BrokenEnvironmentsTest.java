package org.arbit.env.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbit.env.ResetOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each deliberately broken environment is caught with the number of the rule that it breaks. */
class BrokenEnvironmentsTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 26, 28, 29, 30, 31, 32, 33,
        34, 35, 36, 44, 45
      })
  void singleEnvironmentsAreCaught(int rule) {
    CheckReport report =
        EnvCheck.check(CheckSubject.ofSingle("broken " + rule, () -> new BrokenEnv(rule)));
    assertThat(report.broken()).as(report.toText()).contains(rule);
    assertThat(report.ok()).isFalse();
    assertThat(report.toText()).contains("ERROR   rule " + (rule < 10 ? " " : "") + rule);
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 50, 51, 52, 53})
  void vectorsAreCaught(int rule) {
    CheckReport report =
        EnvCheck.check(
            CheckSubject.ofVector(
                "broken " + rule, (size, autoReset) -> new BrokenVector(rule, size, autoReset)));
    assertThat(report.broken()).as(report.toText()).contains(rule);
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 37, 38, 39, 40, 41, 42, 43})
  void allocationsAreCaught(int rule) {
    CheckReport report = EnvCheck.check(BrokenAllocation.subject(rule));
    assertThat(report.broken()).as(report.toText()).contains(rule);
  }

  @Test
  void theirSoundTwinsBreakNothing() {
    CheckReport single = EnvCheck.check(CheckSubject.ofSingle("sound", () -> new BrokenEnv(0)));
    assertThat(single.broken()).as(single.toText()).isEmpty();
    CheckReport vector =
        EnvCheck.check(
            CheckSubject.ofVector(
                "sound", (size, autoReset) -> new BrokenVector(0, size, autoReset)));
    assertThat(vector.broken()).as(vector.toText()).isEmpty();
  }

  @Test
  void allFailuresAreReportedNotOnlyTheFirst() {
    CheckReport report =
        EnvCheck.check(
            CheckSubject.ofSingle(
                "hopeless",
                () -> {
                  throw new UnsupportedOperationException("no environment");
                }));
    assertThat(report.broken()).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    assertThat(report.results().get(0).evidence()).contains("no environment");
  }

  @Test
  void aNegativeSeedCannotEvenBeAskedFor() {
    assertThatThrownBy(() -> ResetOptions.seeded(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
