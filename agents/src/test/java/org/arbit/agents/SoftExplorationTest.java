package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.SeededRandom;
import org.junit.jupiter.api.Test;

class SoftExplorationTest {

  private static final float[] VALUES = {1, 9, 2};
  private static final boolean[] VALID = {true, false, true};

  private static SoftExploration of(double epsilon, double temperature) {
    AgentContext context =
        new AgentContext(EnvSpec.of("Any-v1"), Box.uniform(0, 1, 3), new Discrete(3), 1, 1);
    return SoftExploration.of(
        context,
        HyperParameters.defaults(SoftExploration.parameters(0, 100))
            .with(Map.of("epsilon", epsilon, "temperature", temperature)));
  }

  @Test
  void allIsRandomAtFirst() {
    assertThat(of(0.1, 0.01).probabilities(VALUES, VALID, new double[] {1}, 0))
        .containsExactly(0.5f, 0, 0.5f);
  }

  /** Half-way from 1 to 0.2, epsilon is 0.6, and from 1 to 0.01 the temperature is 0.1. */
  @Test
  void epsilonFallsLinearlyAndTheTemperatureGeometrically() {
    double other = Math.exp(-1 / 0.1);
    float[] halfWay = of(0.2, 0.01).probabilities(VALUES, VALID, new double[] {1}, 50);
    assertThat((double) halfWay[0]).isCloseTo(0.3 + 0.4 * other / (1 + other), within(1e-6));
    assertThat((double) halfWay[2]).isCloseTo(0.3 + 0.4 / (1 + other), within(1e-6));
    float[] scaled = of(0, 0.5).probabilities(VALUES, VALID, new double[] {4}, 100);
    assertThat((double) scaled[0] / scaled[2]).isCloseTo(Math.exp(-8), within(1e-9));
  }

  @Test
  void actionsAreDrawnAsOftenAsTheyAreLikely() {
    float[] probabilities = new float[30_000];
    for (int i = 0; i < 10_000; i++) {
      probabilities[3 * i] = 0.25f;
      probabilities[3 * i + 2] = 0.75f;
    }
    int[] counts = new int[3];
    for (int action : of(0, 0).draw(probabilities, new SeededRandom(1))) {
      counts[action]++;
    }
    assertThat(counts[1]).isZero();
    assertThat(counts[2]).as("four standard errors").isBetween(7327, 7673);
  }
}
