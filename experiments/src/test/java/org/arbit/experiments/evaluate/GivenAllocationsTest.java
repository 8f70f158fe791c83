package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbit.agents.Outcomes;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.testing.FakeDataset;
import org.arbit.experiments.testing.FakeNetwork;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.cost.BitOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenAllocationsTest {

  private final FakeNetwork network = new FakeNetwork();
  // 600 is no multiple of the batch, so the last batch is a short one.
  private final FakeDataset data = new FakeDataset(600, true);

  @Test
  void uniformBitsAreRightForTheSamplesThatNeedNoMore() {
    Outcomes outcomes = GivenAllocations.uniform(4).evaluate(network, data, 0);

    assertThat(outcomes.accuracy()).isEqualTo(0.5);
    assertThat(outcomes.meanBits()).isEqualTo(4.0);
    assertThat(outcomes.meanTotalBitOps())
        .isEqualTo((double) BitOps.ofNetwork(network.spec(), Allocation.uniform(3, 4)));
    assertThat(outcomes.predicted()[599]).isEqualTo((599 + 1) % 4);
    double right = 5 - Math.log(Math.exp(5) + 3);
    assertThat(outcomes.logLikelihood()[0]).isEqualTo(right, within(1e-9));
    assertThat(outcomes.logLikelihood()[5]).isEqualTo(right - 5, within(1e-9));
  }

  @Test
  void everySampleGetsItsOwnBits() {
    int[] bits = new int[600 * 3];
    for (int i = 0; i < 600; i++) {
      for (int l = 0; l < 3; l++) {
        bits[3 * i + l] = data.need(i) <= 4 ? Math.max(2, data.need(i)) : 8;
      }
    }
    Evaluated evaluated =
        Measurement.of(
            "exact",
            ResultType.AGENT,
            1L,
            0.1,
            new GivenAllocations((n, samples) -> bits).evaluate(network, data, 0),
            data);

    assertThat(evaluated.result().accuracy()).isEqualTo(1.0);
    assertThat(evaluated.result().difficultyCorrelation()).isGreaterThan(0.9);
    assertThat(evaluated.outcomes().weightBits(5, 2)).isEqualTo(8);
  }

  @Test
  void noCorrelationWhereNoDifficultyIsKnown() {
    FakeDataset unknown = new FakeDataset(12, false);
    Outcomes outcomes =
        new GivenAllocations((n, samples) -> MatchedRandom.draw(n.bitWidths(), ramp(36), 0))
            .evaluate(network, unknown, 0);
    assertThat(Measurement.difficultyCorrelation(outcomes, unknown)).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.09, 0.1, 0.3, 0.6, 0.95})
  void matchedRandomMeetsItsTargetWithinHalfAPercent(double share) {
    double dearest = BitOps.ofNetwork(network.spec(), Allocation.uniform(3, 8));
    double target = share * dearest;
    Outcomes outcomes =
        new GivenAllocations(new MatchedRandom(target, 5)).evaluate(network, data, 0);
    assertThat(outcomes.meanTotalBitOps() / target).isBetween(0.995, 1.0);
  }

  @Test
  void matchedRandomDependsOnItsSeedOnly() {
    MatchedRandom random = new MatchedRandom(40_000, 5);
    assertThat(random.bits(network, 50)).isEqualTo(new MatchedRandom(40_000, 5).bits(network, 50));
    assertThat(random.bits(network, 50))
        .isNotEqualTo(new MatchedRandom(40_000, 6).bits(network, 50));
  }

  @Test
  void drawsFollowTheDistribution() {
    int[] bits = MatchedRandom.draw(BitWidths.of(2, 3, 4, 8), ramp(100_000), 0.05);
    double[] weight = {Math.exp(-0.2), Math.exp(-0.45), Math.exp(-0.8), Math.exp(-3.2)};
    double sum = weight[0] + weight[1] + weight[2] + weight[3];
    int[] counts = new int[9];
    for (int b : bits) {
      counts[b]++;
    }
    assertThat(counts[2] / 1e5).isEqualTo(weight[0] / sum, within(1e-4));
    assertThat(counts[3] / 1e5).isEqualTo(weight[1] / sum, within(1e-4));
    assertThat(counts[8] / 1e5).isEqualTo(weight[3] / sum, within(1e-4));
  }

  private static double[] ramp(int n) {
    double[] uniforms = new double[n];
    for (int i = 0; i < n; i++) {
      uniforms[i] = (i + 0.5) / n;
    }
    return uniforms;
  }
}
