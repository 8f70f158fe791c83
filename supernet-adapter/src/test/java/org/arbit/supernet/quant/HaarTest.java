package org.arbit.supernet.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaarTest {

  @ParameterizedTest
  @CsvSource({"1, 9, 1", "2, 9, 1", "7, 1, 1", "16, 9, 1", "7, 4, 3", "16, 9, 4"})
  void theInverseUndoesItAndEnergyStays(int channels, int taps, int levels) {
    SplittableRandom random = new SplittableRandom(channels * 31L + levels);
    float[] weights = new float[3 * channels * taps];
    double energy = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5);
      energy += weights[i] * weights[i];
    }
    Haar haar = new Haar(channels, taps, levels);
    float[] transformed = weights.clone();
    haar.forward(transformed);
    double after = 0;
    for (float value : transformed) {
      after += value * value;
    }
    assertThat(after).isCloseTo(energy, within(1e-6 * energy));
    haar.inverse(transformed);
    for (int i = 0; i < weights.length; i++) {
      assertThat(transformed[i]).isCloseTo(weights[i], within(1e-6f * 0.5f));
    }
  }

  @Test
  void oneLevelByHand() {
    float root = (float) Math.sqrt(0.5);
    float[] weights = {1, 10, 3, 20, 5, 30};
    Haar haar = new Haar(3, 2, 1);
    haar.forward(weights);
    // Channels (1,10) and (3,20) make a pair; the third passes into the low band.
    assertThat(weights)
        .containsExactly(
            new float[] {4 * root, 30 * root, 5, 30, -2 * root, -10 * root}, within(1e-5f));
    assertThat(new int[] {haar.band(0), haar.band(1), haar.band(2)}).containsExactly(0, 0, 1);
  }

  @Test
  void bandsOfSeveralLevels() {
    Haar haar = new Haar(8, 1, 2);
    assertThat(haar.bands()).isEqualTo(3);
    int[] bands = new int[8];
    for (int c = 0; c < 8; c++) {
      bands[c] = haar.band(c);
    }
    assertThat(bands).containsExactly(0, 0, 1, 1, 2, 2, 2, 2);
  }
}
