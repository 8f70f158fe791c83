package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.evaluate.MergedSummary.Part;
import org.junit.jupiter.api.Test;

class MergedSummaryTest {

  @Test
  void agentsOfAllRunsComeFirstAndWhatTheyShareComesOnce() {
    Summary merged =
        MergedSummary.of(
            "sweep", 9, List.of(part("", 1, "dqn", 0.8, "ab"), part("", 1, "ppo", 0.8, "ab")));

    assertThat(merged.results())
        .extracting(Result::name)
        .containsExactly("dqn", "ppo", "uniform-8", "random@dqn@0.1", "random@ppo@0.1");
    assertThat(merged.results().get(2).seed()).isNull();
    assertThat(merged.kind()).isEqualTo("sweep");
    assertThat(merged.dataset().sha256()).isEqualTo("ab");
    assertThat(merged.supernet().accuracyByBits()).containsEntry(8, 0.8);
  }

  @Test
  void variantsAreToldApartByName() {
    Summary merged =
        MergedSummary.of(
            "sweep",
            9,
            List.of(part("rate=1", 1, "dqn", 0.8, "ab"), part("rate=2", 1, "dqn", 0.8, "ab")));
    assertThat(merged.results())
        .extracting(Result::name)
        .containsExactly(
            "dqn (rate=1)",
            "dqn (rate=2)",
            "uniform-8",
            "random@dqn (rate=1)@0.1",
            "random@dqn (rate=2)@0.1");
  }

  @Test
  void allOperatingPointsOfABaselineAreKept() {
    Summary part = part("", 1, "dqn", 0.8, "ab").summary();
    List<Result> results = new ArrayList<>();
    for (double tradeOff : new double[] {0.1, 0.3}) {
      results.add(
          new Result("cascade", ResultType.CASCADE, 1L, tradeOff, 0.7, 4, 100, 0, 100, null));
    }
    Summary cascade = Summary.of("train", 1, part.dataset(), part.supernet(), List.copyOf(results));
    Summary merged =
        MergedSummary.of(
            "sweep",
            9,
            List.of(new MergedSummary.Part("", 1, cascade), new MergedSummary.Part("", 1, part)));
    assertThat(merged.results())
        .filteredOn(result -> result.type() == ResultType.CASCADE)
        .extracting(Result::tradeOff)
        .containsExactly(0.1, 0.3);
  }

  @Test
  void networksThatDifferKeepTheirOwnNumbers() {
    Summary merged =
        MergedSummary.of(
            "sweep",
            9,
            List.of(
                part("recipe=a", 1, "dqn", 0.8, "ab"),
                part("recipe=b", 1, "dqn", 0.6, "cd"),
                part("recipe=b", 2, "dqn", 0.7, "cd")));
    assertThat(merged.results())
        .filteredOn(result -> result.type() == ResultType.STATIC)
        .extracting(Result::name, Result::seed, Result::accuracy)
        .containsExactly(
            tuple("uniform-8 (recipe=a)", null, 0.8),
            tuple("uniform-8 (recipe=b)", 1L, 0.6),
            tuple("uniform-8 (recipe=b)", 2L, 0.7));
    assertThat(merged.supernet().accuracyByBits()).isEmpty();
    assertThat(merged.dataset().sha256()).hasSize(64);
    assertThat(Comparison.of(Map.of("x", merged)))
        .filteredOn(row -> row.name().equals("uniform-8 (recipe=b)"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.seeds()).isEqualTo(2);
              assertThat(row.accuracy().estimate()).isEqualTo(0.65, within(1e-12));
            });
  }

  private static Part part(String variant, long seed, String agent, double uniform, String sha256) {
    List<Result> results =
        List.of(
            new Result(agent, ResultType.AGENT, seed, 0.1, 0.9, 4, 900, 100, 1000, null),
            new Result("uniform-8", ResultType.STATIC, null, null, uniform, 8, 2000, 0, 2000, null),
            new Result(
                "random@" + agent + "@0.1",
                ResultType.RANDOM,
                seed,
                0.1,
                0.5,
                4,
                1000,
                0,
                1000,
                null));
    return new Part(
        variant,
        seed,
        Summary.of(
            "train",
            3,
            new Summary.DatasetFacts("dots", 10, 5, 4, sha256),
            new Summary.SupernetFacts(
                "abn", "tiny", List.of(2, 8), new TreeMap<>(Map.of(8, uniform))),
            results));
  }
}
