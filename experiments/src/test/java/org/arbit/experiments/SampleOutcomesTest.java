package org.arbit.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleOutcomesTest {

  private final byte[] weights = {2, 8, 4, 4, 8, 0};
  private final byte[] activations = {2, 4, 4, 4, 8, 0};
  private final SampleOutcomes outcomes =
      new SampleOutcomes(2, weights, activations, new int[] {1, 0, 2}, new int[] {1, 0, 0});

  @Test
  void measuresSamplesAndMeans() {
    assertThat(outcomes.samples()).isEqualTo(3);
    assertThat(outcomes.accuracy()).isEqualTo(2.0 / 3);
    assertThat(outcomes.meanBits(0)).isEqualTo(4.0);
    assertThat(outcomes.meanBits(2)).isEqualTo(4.0);
    assertThat(outcomes.meanBits()).isEqualTo(4.0);
    assertThat(outcomes.activationBits(0, 1)).isEqualTo(4);
    assertThat(outcomes.correct(2)).isFalse();
    assertThat(outcomes.weightBitsHistogram(1)).isEqualTo(Map.of(0, 1, 4, 1, 8, 1));
  }

  @Test
  void doesNotSeeLaterChangesOfTheArrays() {
    weights[0] = 7;
    assertThat(outcomes.weightBits(0, 0)).isEqualTo(2);
  }

  @Test
  void refusesLengthsThatDoNotFit() {
    assertThatThrownBy(() -> new SampleOutcomes(2, weights, new byte[5], new int[3], new int[3]))
        .hasMessageContaining("6 bit-widths and 3 labels, but there are 6, 5 and 3");
  }
}
