package org.arbit.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeedPointsTest {

  @Test
  void seedsBecomeOnePointAtTheirInterquartileMeanWithAnInterval() {
    // Of four values the least and the greatest are dropped.
    double[] accuracies = {0.1, 0.8, 0.9, 1.0};
    List<Result> results = new ArrayList<>();
    for (int seed = 0; seed < accuracies.length; seed++) {
      results.add(result(seed, 0.1, accuracies[seed], 100 * (seed + 1), 0.5));
      results.add(result(seed, seed == 0 ? 0.2 : 0.3, 0.5, 50, null));
    }
    results.add(new Result("uniform-8", ResultType.STATIC, null, null, 0.9, 8, 999, 0, 999, null));

    List<ReportPoint> points = SeedPoints.of(summary(results));
    assertThat(points).hasSize(3);
    ReportPoint first = points.get(0);
    assertThat(first.seeds()).isEqualTo(4);
    assertThat(first.accuracy().value()).isEqualTo(0.85, within(1e-12));
    assertThat(first.accuracy().low()).isLessThan(0.8);
    assertThat(first.accuracy().high()).isGreaterThan(0.9);
    assertThat(first.networkBitOps()).isEqualTo(250);
    assertThat(first.controllerBitOps()).isEqualTo(10);
    assertThat(first.tradeOff()).isEqualTo(0.1);
    assertThat(first.difficultyCorrelation()).isEqualTo(0.5);
    // Its seeds have chosen different trade-offs, so that it has none.
    assertThat(points.get(1).tradeOff()).isNaN();
    assertThat(points.get(1).difficultyCorrelation()).isNaN();
    assertThat(points.get(1).accuracy().hasInterval()).isFalse();
    assertThat(points.get(2).seeds()).isEqualTo(1);
  }

  private static Result result(
      long seed, double tradeOff, double accuracy, double bitOps, @Nullable Double correlation) {
    return new Result(
        "dqn", ResultType.AGENT, seed, tradeOff, accuracy, 4, bitOps, 10, bitOps + 10, correlation);
  }

  private static Summary summary(List<Result> results) {
    return Summary.of(
        "train",
        1,
        new Summary.DatasetFacts("dots", 1, 1, 1, "ab"),
        new Summary.SupernetFacts("abn", "tiny", List.of(2, 8), new TreeMap<>()),
        results);
  }
}
