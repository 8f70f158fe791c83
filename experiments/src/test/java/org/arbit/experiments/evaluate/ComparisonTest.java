package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void putsSeedsTogetherPointByPointAndComparesWithTheFirstAgent() {
    Map<String, Summary> runs = new LinkedHashMap<>();
    runs.put(
        "a",
        summary(
            "x",
            agent("dqn", 1, 0.9),
            agent("dqn", 1, 0.8),
            agent("dqn", 2, 0.94),
            agent("dqn", 2, 0.82),
            uniform()));
    runs.put(
        "b",
        summary(
            "x",
            agent("ppo", 1, 0.92),
            agent("ppo", 1, 0.9),
            agent("ppo", 2, 0.96),
            agent("ppo", 2, 0.7),
            uniform()));

    List<Comparison.Row> rows = Comparison.of(runs);

    assertThat(rows)
        .extracting(Comparison.Row::name)
        .containsExactly("dqn", "dqn", "uniform-8", "ppo", "ppo", "uniform-8");
    assertThat(rows.get(0).seeds()).isEqualTo(2);
    assertThat(rows.get(0).accuracy().estimate()).isEqualTo(0.92, within(1e-12));
    assertThat(rows.get(0).accuracy().low()).isEqualTo(0.9);
    assertThat(rows.get(0).meanAccuracy()).isEqualTo(0.92, within(1e-12));
    assertThat(rows.get(0).accuracyDeviation()).isEqualTo(Math.sqrt(0.0008), within(1e-12));
    assertThat(rows.get(2).accuracyDeviation()).isZero();
    assertThat(rows.get(0).improvement()).isNull();
    // 0.92 > 0.9 but not > 0.94; 0.96 beats both.
    assertThat(rows.get(3).improvement()).isEqualTo(0.75);
    assertThat(rows.get(4).improvement()).isEqualTo(0.5);
    assertThat(rows.get(5).improvement()).isNull();
  }

  @Test
  void operatingPointsOfABaselineAreNotPutTogether() {
    Result dear = new Result("cascade", ResultType.CASCADE, 1L, 0.1, 0.9, 4, 300, 0, 300, null);
    Result cheap = new Result("cascade", ResultType.CASCADE, 1L, 0.3, 0.8, 3, 100, 0, 100, null);
    List<Comparison.Row> rows = Comparison.of(Map.of("a", summary("x", dear, cheap)));
    assertThat(rows).extracting(Comparison.Row::point).containsExactly(1, 2);
    assertThat(rows.get(1).accuracy().estimate()).isEqualTo(0.8);
  }

  @Test
  void refusesRunsOnDifferentData() {
    Map<String, Summary> runs = new LinkedHashMap<>();
    runs.put("a", summary("x", uniform()));
    runs.put("b", summary("y", uniform()));
    assertThatThrownBy(() -> Comparison.of(runs)).hasMessageContaining("b was measured on other");
  }

  private static Result agent(String name, long seed, double accuracy) {
    return new Result(name, ResultType.AGENT, seed, 0.03, accuracy, 4, 100, 1, 101, null);
  }

  private static Result uniform() {
    return new Result("uniform-8", ResultType.STATIC, null, null, 0.9, 8, 400, 0, 400, null);
  }

  private static Summary summary(String hash, Result... results) {
    return Summary.of(
        "train",
        1,
        new Summary.DatasetFacts("strokes", 1, 1, 1, hash),
        new Summary.SupernetFacts("abn", "resnet8", List.of(8), new TreeMap<>()),
        List.of(results));
  }
}
