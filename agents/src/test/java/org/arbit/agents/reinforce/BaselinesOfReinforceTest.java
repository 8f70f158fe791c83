package org.arbit.agents.reinforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.arbit.agents.Episodes;
import org.arbit.agents.nn.Precision;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;
import org.junit.jupiter.api.Test;

class BaselinesOfReinforceTest {

  private static TrainableNetwork network(long seed) {
    return new TrainableNetwork(new int[] {1, 2}, Precision.FLOAT32, 1, new SeededRandom(seed));
  }

  @Test
  void eachReturnIsLessenedByTheMeanOfTheOthers() {
    double[] returns = {1, 2, 6, 10, 20, 99};
    SharedBaseline.subtract(returns, new boolean[] {true, true, true, true, true, false}, 3);
    assertThat(returns).containsExactly(1 - 4, 2 - 3.5, 6 - 1.5, 10 - 20, 20 - 10, Double.NaN);
  }

  @Test
  void aReturnAloneInItsGroupTeachesNothing() {
    double[] returns = {5, 7};
    SharedBaseline.subtract(returns, new boolean[] {true, false}, 2);
    assertThat(returns).containsExactly(0, Double.NaN);
  }

  @Test
  void theFirstOfAPairIsComparedWithTheSecond() {
    double[] returns = {5, 7, 3, 1};
    GreedyBaseline.subtract(returns, new boolean[] {true, true, true, true});
    assertThat(returns).containsExactly(-2, Double.NaN, 2, Double.NaN);
  }

  /**
   * Four degrees of freedom: the one-sided 5 % bound of t is 2.1318. Differences {0, d, d, d, d}
   * have the mean 0.8 d and the error 0.2 d: t = 4. {-1, 0, 1, 2, 3} have the mean 1 and the error
   * sqrt(2.5 / 5): t = 1.41.
   */
  @Test
  void onlyASignificantGainCounts() {
    assertThat(GreedyBaseline.significantlyPositive(new double[] {0, 1, 1, 1, 1})).isTrue();
    assertThat(GreedyBaseline.significantlyPositive(new double[] {-1, 0, 1, 2, 3})).isFalse();
    assertThat(GreedyBaseline.significantlyPositive(atT(2.12))).isFalse();
    assertThat(GreedyBaseline.significantlyPositive(atT(2.14))).isTrue();
    assertThat(GreedyBaseline.significantlyPositive(new double[] {-1, -1, -1})).isFalse();
    assertThat(GreedyBaseline.significantlyPositive(new double[] {3})).isFalse();
  }

  /** {-2, -1, 0, 1, 2} has the error sqrt(2.5 / 5); shifted by t errors its statistic is t. */
  private static double[] atT(double t) {
    double[] differences = {-2, -1, 0, 1, 2};
    for (int k = 0; k < 5; k++) {
      differences[k] += t * Math.sqrt(0.5);
    }
    return differences;
  }

  @Test
  void theFrozenCopyIsReplacedOnlyWhereThePolicyIsBetter() {
    TrainableNetwork frozen = network(1);
    TrainableNetwork actor = network(2);
    float[] before = frozen.parameters();
    GreedyBaseline baseline = new GreedyBaseline(frozen, 2);
    baseline.afterUpdate();
    assertThat(baseline.challenging()).isFalse();
    baseline.afterUpdate();
    assertThat(baseline.challenging()).isTrue();
    baseline.decide(challenge(0, 1, 0, 1, 1, 0), actor);
    assertThat(baseline.challenging()).isFalse();
    assertThat(frozen.parameters()).isEqualTo(before);
    assertThat(baseline.replaced()).isZero();
    baseline.decide(challenge(1, 0, 1, 0, 1, 0), actor);
    assertThat(frozen.parameters()).isEqualTo(actor.parameters());
    assertThat(baseline.replaced()).isOne();
  }

  /** Episodes of one step, pair by pair: first the policy, then the frozen copy. */
  private static Episodes challenge(double... rewards) {
    int n = rewards.length;
    boolean[] ended = new boolean[n];
    java.util.Arrays.fill(ended, true);
    Episodes episodes = new Episodes(n);
    episodes.add(
        new float[n],
        new boolean[2 * n],
        new int[n],
        new VectorStep(
            new float[n],
            new boolean[2 * n],
            rewards,
            ended,
            new boolean[n],
            Map.of(),
            null,
            Map.of()));
    return episodes;
  }
}
