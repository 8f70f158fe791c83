package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.arbit.env.VectorStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One environment; observation k is the number k, and its value 10 k. */
class RolloutTest {

  private static final double DISCOUNT = 0.9;

  private static Rollout.Batch batch(double lambda) {
    Rollout rollout = new Rollout();
    add(rollout, 1, 1, 2, false, false, 0);
    add(rollout, 2, 2, 7, true, false, 99);
    add(rollout, 7, 3, 8, false, true, 5);
    add(rollout, 8, 4, 9, false, false, 0);
    return rollout.batch(
        (observations, n) -> new double[] {10 * observations[0]}, DISCOUNT, lambda);
  }

  private static void add(
      Rollout rollout,
      float observed,
      double reward,
      float next,
      boolean terminated,
      boolean truncated,
      float last) {
    VectorStep step =
        new VectorStep(
            new float[] {next},
            new boolean[] {true},
            new double[] {reward},
            new boolean[] {terminated},
            new boolean[] {truncated},
            Map.of(),
            terminated || truncated ? new float[] {last} : null,
            Map.of());
    rollout.add(
        new Rollout.Row(
            new float[] {observed},
            new boolean[] {true},
            new int[] {0},
            new double[] {0},
            new double[] {reward},
            step));
  }

  /** Errors by hand: 1 + .9*20 - 10 = 9; 2 - 20 = -18; 3 + .9*50 - 70 = -22; 4 + .9*90 - 80 = 5. */
  @ParameterizedTest
  @CsvSource({"0, 9", "0.5, 0.9", "1, -7.2"})
  void advantagesStopAtEndsAndBootstrapFromWhatComesNext(double lambda, double first) {
    assertThat(batch(lambda).advantages())
        .containsExactly(new double[] {first, -18, -22, 5}, within(1e-12));
  }
}
