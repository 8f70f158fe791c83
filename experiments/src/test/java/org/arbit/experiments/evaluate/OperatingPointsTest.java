package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbit.experiments.evaluate.OperatingPoints.Candidate;
import org.arbit.experiments.evaluate.OperatingPoints.Reference;
import org.junit.jupiter.api.Test;

class OperatingPointsTest {

  private final List<Candidate> candidates =
      List.of(
          new Candidate(0.3, 0.70, 10),
          new Candidate(0.003, 0.905, 60),
          new Candidate(0.03, 0.898, 30),
          new Candidate(0.1, 0.85, 20),
          new Candidate(0.01, 0.90, 40));

  private OperatingPoints losses(double reference, Double... losses) {
    return new OperatingPoints(List.of(losses), List.of(), new Reference(reference, 100));
  }

  private OperatingPoints budgets(Double... budgets) {
    return new OperatingPoints(List.of(), List.of(budgets), new Reference(0.9, 100));
  }

  private List<Double> tradeOffs(OperatingPoints wanted) {
    return wanted.choose(candidates).stream().map(Candidate::tradeOff).toList();
  }

  @Test
  void takesTheCheapestWithinEachLoss() {
    assertThat(tradeOffs(losses(0.90, 0.0, 0.005, 0.06))).containsExactly(0.01, 0.03, 0.1);
  }

  @Test
  void replacesWhatIsTakenByTheNearestFreeOne() {
    assertThat(tradeOffs(losses(0.90, 0.003, 0.004, 0.005))).containsExactly(0.03, 0.1, 0.01);
  }

  @Test
  void takesTheMostAccurateWhereNoneIsGoodEnough() {
    assertThat(tradeOffs(losses(0.99, 0.0))).containsExactly(0.003);
  }

  @Test
  void takesTheMostAccurateWithinEachBudget() {
    assertThat(tradeOffs(budgets(0.1, 0.25, 1.0))).containsExactly(0.3, 0.1, 0.003);
  }

  @Test
  void takesTheNextWithinABudgetWhereTheBestIsTaken() {
    assertThat(tradeOffs(budgets(0.3, 0.35, 0.2))).containsExactly(0.03, 0.1, 0.3);
  }

  @Test
  void takesTheCheapestWhereNoneKeepsTheBudget() {
    assertThat(tradeOffs(budgets(0.05))).containsExactly(0.3);
  }

  @Test
  void withoutLossesAndBudgetsAllAreTakenInTheirOrder() {
    assertThat(losses(0.9).choose(candidates)).isEqualTo(candidates);
  }

  @Test
  void aScoreForBudgetsIsTheMeanAccuracyAndNothingBeyondThem() {
    OperatingPoints wanted = budgets(0.1, 0.25);
    assertThat(wanted.score(wanted.choose(candidates))).isEqualTo((0.70 + 0.85) / 2);
    assertThat(budgets(0.05, 0.25).score(wanted.choose(candidates))).isEqualTo(0.85 / 2);
  }

  @Test
  void aScoreForLossesIsWhatIsSpentAndAllOfItWhereMoreIsLost() {
    OperatingPoints wanted = losses(0.90, 0.0, 0.005);
    assertThat(wanted.score(wanted.choose(candidates))).isEqualTo(-(0.4 + 0.3) / 2);
    assertThat(losses(0.99, 0.0, 0.1).score(wanted.choose(candidates))).isEqualTo(-(1 + 0.3) / 2);
  }

  @Test
  void theBestKeepsTheLossOrTheBudgetOfThePoint() {
    List<List<Candidate>> agents =
        List.of(
            List.of(new Candidate(1, 0.90, 50)),
            List.of(new Candidate(1, 0.89, 20)),
            List.of(new Candidate(1, 0.80, 10)));
    assertThat(losses(0.90, 0.02).best(agents, 0)).isEqualTo(1);
    assertThat(budgets(0.3).best(agents, 0)).isEqualTo(1);
    assertThat(budgets(0.05).best(agents, 0)).isEqualTo(2);
    assertThat(losses(0.90).best(agents, 0)).isZero();
  }

  @Test
  void needsAsManyCandidatesAsPoints() {
    assertThatThrownBy(() -> losses(0.9, 0.0, 0.1).choose(candidates.subList(0, 1)))
        .hasMessageContaining("2 operating points cannot be chosen from 1");
  }

  @Test
  void lossesAndBudgetsExcludeEachOther() {
    assertThatThrownBy(
            () -> new OperatingPoints(List.of(0.1), List.of(0.1), new Reference(0.9, 100)))
        .hasMessageContaining("cannot both be given");
  }
}
