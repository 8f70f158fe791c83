package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.arbit.env.VectorStep;
import org.junit.jupiter.api.Test;

/** How steps become transitions. Two actions; observation k is the number k. */
class NStepTest {

  private static final double DISCOUNT = 0.5;

  private final ReplayBuffer buffer = new ReplayBuffer(4, 1, 2);

  private enum End {
    NONE,
    TERMINATED,
    TRUNCATED
  }

  /** One environment goes from {@code from} to {@code to}; after an end the next begins at 50. */
  private void step(NStep pending, float from, double reward, float to, End end) {
    boolean over = end != End.NONE;
    VectorStep step =
        new VectorStep(
            new float[] {over ? 50 : to},
            new boolean[] {true, false},
            new double[] {reward},
            new boolean[] {end == End.TERMINATED},
            new boolean[] {end == End.TRUNCATED},
            Map.of(),
            over ? new float[] {to} : null,
            Map.of());
    NStep.Moment moment =
        new NStep.Moment(
            new float[] {from},
            new float[] {0.5f, 0.5f},
            new int[] {1},
            new double[] {reward},
            new double[] {10 * reward},
            new double[] {1});
    pending.add(moment, step, buffer, slot -> {});
  }

  @Test
  void transitionsSpanTwoStepsAndNoneReachesOverAnEnd() {
    NStep pending = new NStep(1, 2, DISCOUNT, 2);
    step(pending, 1, 1, 2, End.NONE);
    assertThat(buffer.size()).isZero();
    step(pending, 2, 2, 3, End.NONE);
    step(pending, 3, 4, 4, End.TERMINATED);
    step(pending, 50, 8, 51, End.TRUNCATED);
    ReplayBuffer.Batch all = buffer.batch(new int[] {0, 1, 2, 3});
    assertThat(all.observations()).containsExactly(1, 2, 3, 50);
    assertThat(all.rewards()).containsExactly(1 + 0.5 * 2, 2 + 0.5 * 4, 4, 8);
    assertThat(all.costs()).containsExactly(20, 40, 40, 80);
    assertThat(all.nextObservations()).containsExactly(3, 4, 4, 51);
    assertThat(all.bootstraps()).containsExactly(0.25, 0, 0, 0.5);
    assertThat(all.nextMasks())
        .as("of the next episode's first observation nothing is used")
        .containsExactly(true, false, true, true, true, true, true, true);
  }

  @Test
  void pendingStepsAreForgottenWhenEpisodesBeginAnew() {
    NStep pending = new NStep(1, 2, DISCOUNT, 2);
    step(pending, 1, 1, 2, End.NONE);
    pending.clear();
    step(pending, 7, 2, 8, End.TERMINATED);
    assertThat(buffer.size()).isOne();
    assertThat(buffer.batch(new int[] {0}).observations()).containsExactly(7);
  }

  @Test
  void theOldestTransitionIsOverwritten() {
    NStep pending = new NStep(1, 1, DISCOUNT, 2);
    for (int k = 0; k < 6; k++) {
      step(pending, k, k, k + 1, End.NONE);
    }
    assertThat(buffer.size()).isEqualTo(4);
    assertThat(buffer.batch(new int[] {0, 1, 2, 3}).observations()).containsExactly(4, 5, 2, 3);
  }
}
