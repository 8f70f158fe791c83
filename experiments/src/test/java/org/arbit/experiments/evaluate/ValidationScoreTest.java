package org.arbit.experiments.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbit.experiments.evaluate.OperatingPoints.Candidate;
import org.junit.jupiter.api.Test;

final class ValidationScoreTest {

  @Test
  void isTheMeanOfAccuracyLessThePriceOfTheShareOfBitOps() {
    List<Candidate> candidates =
        List.of(
            new Candidate(0, 0.9, 800), new Candidate(0.1, 0.8, 500), new Candidate(1, 0.5, 200));
    // 0.9; 0.8 - 0.1 * 500/1000 = 0.75; 0.5 - 1 * 200/1000 = 0.3
    assertThat(ValidationScore.of(candidates, 1000)).isCloseTo(0.65, within(1e-12));
  }
}
