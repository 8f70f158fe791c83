package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;

/** P-values by R: {@code binom.test(k, n)}. */
class PairedComparisonTest {

  @Test
  void mcNemarIsTheExactBinomialTest() {
    // (1 + 20 + 190 + 1140 + 4845 + 15504) / 2^20, twice
    assertThat(PairedComparison.mcNemar(5, 15)).isEqualTo(0.041389465, within(1e-9));
    assertThat(PairedComparison.mcNemar(15, 5)).isEqualTo(0.041389465, within(1e-9));
    assertThat(PairedComparison.mcNemar(0, 4)).isEqualTo(0.125, within(1e-12));
    assertThat(PairedComparison.mcNemar(5, 5)).isEqualTo(1);
    assertThat(PairedComparison.mcNemar(0, 0)).isEqualTo(1);
  }

  /** Both are right on nine of ten samples, whichever these are. */
  @Test
  void theIntervalKnowsWhetherMistakesAreTheSame() {
    SampleOutcomes first = outcomes(1000, i -> i % 10 != 0);
    SampleOutcomes same = outcomes(1000, i -> i % 10 != 0 || i == 0);
    SampleOutcomes others = outcomes(1000, i -> i % 10 != 5 || i == 5);

    PairedComparison.Difference together = PairedComparison.difference(same, first);
    assertThat(together.accuracy().estimate()).isEqualTo(0.001, within(1e-12));
    assertThat(together.onlyThis()).isEqualTo(1);
    assertThat(together.onlyOther()).isZero();

    PairedComparison.Difference apart = PairedComparison.difference(others, first);
    assertThat(apart.accuracy().estimate()).isEqualTo(0.001, within(1e-12));
    assertThat(apart.onlyThis()).isEqualTo(100);
    assertThat(apart.onlyOther()).isEqualTo(99);
    // The normal approximation: 1.96 sqrt(0.199 / 1000) = 0.0277; together, at most 0.004.
    assertThat(apart.accuracy().high() - 0.001).isEqualTo(0.0277, within(0.003));
    assertThat(together.accuracy().low()).isZero();
    assertThat(together.accuracy().high()).isLessThan(0.005);
  }

  @Test
  void everyoneIsComparedWithTheFirst() {
    Map<String, Evaluated> policies = new LinkedHashMap<>();
    policies.put("a", evaluated(outcomes(8, i -> i < 4)));
    policies.put("b", evaluated(outcomes(8, i -> i >= 2)));
    policies.put("c", evaluated(outcomes(8, i -> i < 4)));
    List<PairedComparison.Row> rows = PairedComparison.of(policies);
    assertThat(rows).extracting(PairedComparison.Row::run).containsExactly("a", "b", "c");
    assertThat(rows.get(0).against()).isNull();
    PairedComparison.Difference second = rows.get(1).against();
    assertThat(second).isNotNull();
    assertThat(List.of(second.onlyThis(), second.onlyOther())).containsExactly(4, 2);
    assertThat(rows.get(2).against())
        .isEqualTo(new PairedComparison.Difference(new Interval(0, 0, 0), 0, 0, 1));
  }

  @Test
  void otherSamplesAreRefused() {
    Map<String, Evaluated> policies = new LinkedHashMap<>();
    policies.put("a", evaluated(outcomes(8, i -> true)));
    policies.put("b", evaluated(outcomes(9, i -> true)));
    assertThatThrownBy(() -> PairedComparison.of(policies))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("b was measured on 9 samples, but the first run on 8");
  }

  private static Evaluated evaluated(SampleOutcomes outcomes) {
    return new Evaluated(
        new Result("dqn", ResultType.AGENT, 1L, 0.1, outcomes.accuracy(), 2, 9, 1, 10, null),
        outcomes);
  }

  private static SampleOutcomes outcomes(int samples, IntPredicate right) {
    int[] predicted = new int[samples];
    for (int i = 0; i < samples; i++) {
      predicted[i] = right.test(i) ? 0 : 1;
    }
    byte[] bits = new byte[samples];
    return new SampleOutcomes(1, bits, bits, predicted, new int[samples]);
  }
}
