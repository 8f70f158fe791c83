package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.arbit.experiments.config.HalvingConfig;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.config.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Brackets worked out by hand. */
final class HalvingTest {

  @ParameterizedTest
  @CsvSource({
    // minimum, factor, steps of a whole training, pauses
    "100, 3, 900, 100 300",
    "100, 3, 901, 100 300 900",
    "100, 3, 899, 100 300",
    "100, 2, 101, 100",
    "1, 10, 1000, 1 10 100",
    "3000000000000000000, 4, 9223372036854775807, 3000000000000000000",
  })
  void stepsGrowByTheFactorUntilTheEnd(long minimum, int factor, long steps, String pauses) {
    Halving halving = new Halving(new HalvingConfig(minimum, factor));
    assertThat(halving.pauses(trials(1, steps, "[1]")))
        .containsExactlyElementsOf(List.of(pauses.split(" ")).stream().map(Long::valueOf).toList());
  }

  @Test
  void nineSettingsBecomeThreeAndThenOne() {
    List<Trial> nine = trials(9, 900, "[1]");
    double[] first = {0.1, 0.5, 0.3, 0.9, 0.2, 0.8, 0.4, 0.0, 0.6};
    Halving halving = new Halving(new HalvingConfig(100, 3));

    Halving.Choice choice = halving.choose(100, nine, scores(nine, first));
    assertThat(choice.goesOn()).containsExactly(lanes(4), lanes(6), lanes(9));
    assertThat(choice.scores().keySet()).startsWith(lanes(4), lanes(6), lanes(9), lanes(2));
    assertThat(choice.describe())
        .isEqualTo(
            "After 100 steps, 3 of 9 go on: dqn (lanes=4) 0.9000; dqn (lanes=6) 0.8000; dqn"
                + " (lanes=9) 0.6000");

    List<Trial> three = Halving.goingOn(choice, nine);
    assertThat(three).containsExactly(nine.get(3), nine.get(5), nine.get(8));
    Halving.Choice second = halving.choose(300, three, scores(three, 0.7, 0.71, 0.5));
    assertThat(Halving.goingOn(second, three)).containsExactly(nine.get(5));
  }

  @Test
  void aSettingIsJudgedByTheMeanOfItsSeedsWhichStayTogether() {
    List<Trial> trials = trials(2, 900, "[1, 2]");
    // The best seed is one of the first setting, the better mean is that of the second.
    Halving.Choice choice =
        new Halving(new HalvingConfig(100, 2))
            .choose(100, trials, scores(trials, 0.9, 0.1, 0.6, 0.5));
    assertThat(choice.scores())
        .containsExactly(Map.entry(lanes(2), 0.55), Map.entry(lanes(1), 0.5));
    assertThat(Halving.goingOn(choice, trials)).containsExactly(trials.get(2), trials.get(3));
  }

  @Test
  void oneOfFiveGoesOnWithFactorThreeAndOfEqualOnesTheFirst() {
    List<Trial> trials = trials(5, 900, "[1]");
    Halving.Choice choice =
        new Halving(new HalvingConfig(100, 3))
            .choose(100, trials, scores(trials, 0.2, 0.4, 0.4, 0.4, 0.1));
    assertThat(choice.goesOn()).containsExactly(lanes(2));
    Halving.Choice two =
        new Halving(new HalvingConfig(100, 2))
            .choose(100, trials, scores(trials, 0.2, 0.4, 0.4, 0.4, 0.1));
    assertThat(two.goesOn()).containsExactly(lanes(2), lanes(3));
  }

  @Test
  void whoHasFailedDoesNotGoOn() {
    List<Trial> trials = trials(2, 900, "[1, 2]");
    Halving halving = new Halving(new HalvingConfig(100, 2));
    Function<Trial, OptionalDouble> oneSeedLess =
        trial ->
            trial.equals(trials.get(0))
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) trial.seed());
    assertThat(halving.choose(100, trials, oneSeedLess).scores()).containsOnlyKeys(lanes(2));

    Halving.Choice none = halving.choose(100, trials, trial -> OptionalDouble.empty());
    assertThat(Halving.goingOn(none, trials)).isEmpty();
    assertThat(none.describe()).isEqualTo("No setting has got to 100 steps.");
  }

  private static String lanes(int lanes) {
    return "dqn (lanes=" + lanes + ")";
  }

  private static Function<Trial, OptionalDouble> scores(List<Trial> trials, double... scores) {
    return trial -> OptionalDouble.of(scores[trials.indexOf(trial)]);
  }

  private static List<Trial> trials(int settings, long steps, String seeds) {
    List<Integer> lanes = new ArrayList<>();
    for (int i = 1; i <= settings; i++) {
      lanes.add(i);
    }
    String text = "{base: {agent: {name: dqn, steps: %d}}, grid: {agent.lanes: %s}, seeds: %s}";
    return SweepReader.parse("", text.formatted(steps, lanes, seeds), List.of()).trials();
  }
}
