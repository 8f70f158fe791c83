package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbit.experiments.evaluate.OperatingPoints.Candidate;
import org.junit.jupiter.api.Test;

class OperatingPointsTest {

  private final List<Candidate> candidates =
      List.of(
          new Candidate(0.3, 0.70, 10),
          new Candidate(0.003, 0.905, 60),
          new Candidate(0.03, 0.898, 30),
          new Candidate(0.1, 0.85, 20),
          new Candidate(0.01, 0.90, 40));

  @Test
  void takesTheCheapestWithinEachLoss() {
    assertThat(OperatingPoints.choose(candidates, 0.90, List.of(0.0, 0.005, 0.06)))
        .extracting(Candidate::tradeOff)
        .containsExactly(0.01, 0.03, 0.1);
  }

  @Test
  void replacesWhatIsTakenByTheNearestFreeOne() {
    assertThat(OperatingPoints.choose(candidates, 0.90, List.of(0.003, 0.004, 0.005)))
        .extracting(Candidate::tradeOff)
        .containsExactly(0.03, 0.1, 0.01);
  }

  @Test
  void takesTheMostAccurateWhereNoneIsGoodEnough() {
    assertThat(OperatingPoints.choose(candidates, 0.99, List.of(0.0)))
        .extracting(Candidate::tradeOff)
        .containsExactly(0.003);
  }

  @Test
  void withoutLossesAllAreTakenInTheirOrder() {
    assertThat(OperatingPoints.choose(candidates, 0.9, List.of())).isEqualTo(candidates);
  }

  @Test
  void needsAsManyCandidatesAsPoints() {
    assertThatThrownBy(
            () -> OperatingPoints.choose(candidates.subList(0, 1), 0.9, List.of(0.0, 0.1)))
        .hasMessageContaining("2 operating points cannot be chosen from 1");
  }
}
