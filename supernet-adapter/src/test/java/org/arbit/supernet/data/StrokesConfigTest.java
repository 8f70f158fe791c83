package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.arbit.supernet.data.StrokesConfig.Ramp;
import org.junit.jupiter.api.Test;

final class StrokesConfigTest {

  private static final Ramp NONE = new Ramp(0, 0);

  @Test
  void defaultFadesFromEasyToHard() {
    StrokesConfig config = StrokesConfig.DEFAULT;
    assertThat(config.contrast().easy()).isGreaterThan(3 * config.contrast().hard());
    assertThat(config.noise().hard()).isGreaterThanOrEqualTo(config.noise().easy());
  }

  @Test
  void rampsHitBothEnds() {
    Ramp ramp = new Ramp(200, 8);
    assertThat(ramp.linear(0)).isEqualTo(200);
    assertThat(ramp.linear(1)).isEqualTo(8);
    assertThat(ramp.geometric(0.5)).isEqualTo(40, within(1e-9));
  }

  @Test
  void reportsEveryViolationAtOnce() {
    assertThatThrownBy(
            () ->
                new StrokesConfig(
                    new Ramp(0, 10),
                    new Ramp(Double.NaN, 1),
                    new Ramp(1, 1.5),
                    NONE,
                    new Ramp(0, 21),
                    NONE,
                    new Ramp(-1, 0),
                    new Ramp(0, 128),
                    new Ramp(1, 0),
                    new Ramp(0, 255)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contrast in 1.0..255.0, but it runs from 0.0 to 10.0")
        .hasMessageContaining("thickness")
        .hasMessageContaining("fine ink")
        .hasMessageContaining("clutter")
        .hasMessageContaining("noise")
        .hasMessageContaining("texture")
        .hasMessageContaining("exposure")
        .hasMessageContaining("background")
        .hasMessageNotContaining("occlusion");
  }
}
