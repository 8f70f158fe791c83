package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.junit.jupiter.api.Test;

class EqualAccuracyTest {

  private static final int MANY = 100_000_000;

  private static Result opponent(String name, double accuracy, double bitOps) {
    return new Result(name, ResultType.STATIC, null, null, accuracy, 8, bitOps, 0, bitOps, null);
  }

  private static Result agent(long seed, double accuracy, double bitOps) {
    return new Result("a", ResultType.AGENT, seed, 0.1, accuracy, 8, bitOps, 0, bitOps, null);
  }

  private static Map<String, Summary> runs(int samples, Result... agents) {
    Map<String, Summary> runs = new LinkedHashMap<>();
    runs.put("agents", summary(samples, agents));
    runs.put(
        "others",
        summary(
            samples,
            opponent("low", 0.8, 100),
            opponent("inside", 0.82, 190),
            opponent("worse", 0.7, 150),
            opponent("high", 0.9, 200)));
    return runs;
  }

  private static Summary summary(int samples, Result... results) {
    return Summary.of(
        "train",
        1,
        new Summary.DatasetFacts("strokes", 1, 1, samples, "x"),
        new Summary.SupernetFacts("abn", "resnet8", List.of(8), new TreeMap<>()),
        List.of(results));
  }

  @Test
  void theFrontierBetweenTwoPointsIsTheLineThatSkipsWorseOnes() {
    List<EqualAccuracy.Row> rows =
        EqualAccuracy.of(runs(MANY, agent(1, 0.84, 110), agent(2, 0.86, 130)), Map.of());
    assertThat(rows).hasSize(1);
    EqualAccuracy.Row row = rows.get(0);
    // At 0.85 the line from (0.8, 100) to (0.9, 200) costs 150; the agent costs 120.
    assertThat(row.saving().estimate()).isCloseTo(0.2, within(1e-12));
    assertThat(row.beyond()).isFalse();
    // Of four draws of two seeds, two are mixed, and one each is the seed twice.
    assertThat(row.saving().low()).isCloseTo(1 - 130 / 160.0, within(1e-3));
    assertThat(row.saving().high()).isCloseTo(1 - 110 / 140.0, within(1e-3));
    // At 110, 120 and 130 the line has 0.81, 0.82 and 0.83: 0.03 below the agent, whoever is drawn.
    assertThat(row.gain().estimate()).isCloseTo(0.03, within(1e-12));
    assertThat(row.gain().low()).isCloseTo(0.03, within(2e-4));
    assertThat(row.gain().high()).isCloseTo(0.03, within(2e-4));
  }

  @Test
  void beyondItsEndsTheFrontierIsItsEnds() {
    List<EqualAccuracy.Row> rows =
        EqualAccuracy.of(runs(MANY, agent(1, 0.95, 180), agent(1, 0.6, 90)), Map.of());
    assertThat(rows).extracting(EqualAccuracy.Row::beyond).containsExactly(true, false);
    assertThat(rows.get(0).saving().estimate()).isCloseTo(0.1, within(1e-12));
    assertThat(rows.get(1).saving().estimate()).isCloseTo(0.1, within(1e-12));
    assertThat(rows.get(0).gain().estimate()).isCloseTo(0.95 - 0.88, within(1e-12));
    assertThat(rows.get(1).gain().estimate()).isCloseTo(0.6 - 0.8, within(1e-12));
    Result dear = agent(1, 0.95, 300);
    assertThat(EqualAccuracy.of(runs(MANY, dear), Map.of()).get(0).gain().estimate())
        .isCloseTo(0.95 - 0.9, within(1e-12));
  }

  @Test
  void fewSamplesMakeAWideInterval() {
    Interval few = EqualAccuracy.of(runs(400, agent(1, 0.85, 120)), Map.of()).get(0).saving();
    Interval many = EqualAccuracy.of(runs(40_000, agent(1, 0.85, 120)), Map.of()).get(0).saving();
    assertThat(few.low()).isLessThan(0);
    assertThat(many.low()).isGreaterThan(0.1);
    assertThat(few.high() - few.low()).isGreaterThan(4 * (many.high() - many.low()));
    assertThat(EqualAccuracy.of(runs(400, agent(1, 0.85, 120)), Map.of()).get(0).saving())
        .isEqualTo(few);
  }

  /** The agent is right where one opponent is, and costs half: whoever is drawn, it saves half. */
  @Test
  void whatIsCommonToBothDoesNotBlurTheDifference() {
    int samples = 200;
    Result opponent = opponent("only", 0.9, 200);
    Result agent = agent(1, 0.9, 100);
    boolean[] right = new boolean[samples];
    Arrays.fill(right, 0, 180, true);
    Map<String, Summary> runs = Map.of("all", summary(samples, agent, opponent));
    Interval paired = EqualAccuracy.of(runs, Map.of(agent, right, opponent, right)).get(0).saving();
    assertThat(paired.low()).isEqualTo(0.5);
    assertThat(paired.high()).isEqualTo(0.5);
    // With a second opponent, and answers that differ from sample to sample, it is an interval.
    Result low = opponent("low", 0.8, 100);
    boolean[] fewer = new boolean[samples];
    Arrays.fill(fewer, 20, 180, true);
    Map<String, Summary> two = Map.of("all", summary(samples, agent(1, 0.85, 75), opponent, low));
    boolean[] own = new boolean[samples];
    Arrays.fill(own, 5, 175, true);
    Map<Result, boolean[]> answers = Map.of(agent(1, 0.85, 75), own, opponent, right, low, fewer);
    Interval sharp = EqualAccuracy.of(two, answers).get(0).saving();
    Interval blurred = EqualAccuracy.of(two, Map.of()).get(0).saving();
    assertThat(sharp.estimate()).isCloseTo(0.5, within(1e-12)).isEqualTo(blurred.estimate());
    assertThat(sharp.low()).isBetween(0.3, 0.5);
    assertThat(sharp.high() - sharp.low()).isLessThan(blurred.high() - blurred.low());
  }

  @Test
  void agentsAreComparedWithTheMeansOfOtherAgentsOverTheirSeeds() {
    Map<String, Summary> runs = runs(MANY, agent(1, 0.85, 120));
    // Each seed's first result is its first point: means of (0.8, 100) and (0.9, 200).
    runs.put(
        "rivals",
        summary(
            MANY,
            agent(1, 0.78, 90),
            agent(1, 0.92, 180),
            agent(2, 0.82, 110),
            agent(2, 0.88, 220)));
    List<EqualAccuracy.Row> rows = EqualAccuracy.of(runs, Map.of(), Set.of("rivals"));
    assertThat(rows).extracting(EqualAccuracy.Row::run).containsExactly("agents");
    assertThat(rows.get(0).saving().estimate()).isCloseTo(0.2, within(1e-12));
    // The dearest line that seeds can draw is from (0.78, 90) to (0.88, 220): 181 at 0.85.
    assertThat(rows.get(0).saving().high()).isCloseTo(1 - 120 / 181.0, within(1e-3));
    runs.put("empty", summary(MANY));
    assertThatThrownBy(() -> EqualAccuracy.of(runs, Map.of(), Set.of("empty")))
        .hasMessageContaining("There is nothing to compare with in [empty]");
  }

  @Test
  void agentsAreComparedWithWhatARunWithoutAgentsHasMeasured() {
    Map<String, Summary> runs = runs(MANY, agent(1, 0.85, 120));
    runs.put("dedicated", summary(MANY, opponent("uniform-2", 0.7, 150)));
    EqualAccuracy.Row row = EqualAccuracy.of(runs, Map.of(), Set.of("dedicated")).get(0);
    assertThat(row.saving().estimate()).isCloseTo(1 - 120 / 150.0, within(1e-12));
    assertThat(row.gain().estimate()).isCloseTo(0.15, within(1e-12));
    assertThat(row.beyond()).isTrue();
  }

  @Test
  void withoutOpponentsThereIsNothingToSay() {
    assertThatThrownBy(
            () -> EqualAccuracy.of(Map.of("alone", summary(10, agent(1, 0.85, 120))), Map.of()))
        .hasMessageContaining("alone")
        .hasMessageContaining("Maybe name the run of a baseline");
  }
}
