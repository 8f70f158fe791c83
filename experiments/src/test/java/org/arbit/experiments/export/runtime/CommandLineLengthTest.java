package org.arbit.experiments.export.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CommandLineLengthTest {

  @Test
  void refusesWhatWouldCrash() {
    assertThatCode(() -> CommandLineLength.check(4000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> CommandLineLength.check(4001))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("4001 bytes")
        .hasMessageContaining("Maybe");
  }
}
