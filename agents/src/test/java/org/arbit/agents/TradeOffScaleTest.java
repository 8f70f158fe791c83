package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.arbit.env.VectorStep;
import org.junit.jupiter.api.Test;

class TradeOffScaleTest {

  private static VectorStep step(Map<String, Object> infos, Map<String, Object> finalInfos) {
    return new VectorStep(
        new float[2],
        new boolean[] {true, true},
        new double[2],
        new boolean[] {true, false},
        new boolean[2],
        infos,
        null,
        finalInfos);
  }

  @Test
  void dividesByOnePlusThePriceOverThePivot() {
    Map<String, Object> infos = Map.of("lambda", new double[] {0.1, 0.3});
    assertThat(new TradeOffScale(0.1).divisors(step(infos, Map.of())))
        .containsExactly(new double[] {2, 4}, within(1e-12));
    assertThat(new TradeOffScale(0).divisors(step(infos, Map.of()))).containsExactly(1, 1);
    assertThat(new TradeOffScale(0.1).divisors(step(Map.of(), Map.of()))).containsExactly(1, 1);
  }

  @Test
  void aFinishedEpisodeHasThePriceOfItsOwnInfos() {
    Map<String, Object> next = Map.of("lambda", new double[] {0.1, 0.3});
    Map<String, Object> own = Map.of("lambda", new double[] {0.9, 0.5});
    assertThat(new TradeOffScale(0.1).divisors(step(next, own)))
        .containsExactly(new double[] {10, 4}, within(1e-12));
    assertThat(new TradeOffScale(0.1).nextDivisors(step(next, own)))
        .containsExactly(new double[] {2, 4}, within(1e-12));
  }
}
