package org.arbit.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbit.agents.ReplayBuffer;
import org.arbit.env.SeededRandom;
import org.junit.jupiter.api.Test;

/** Targets of transitions, and how transitions are drawn. */
class ReplayTest {

  private final Sampler uniform = new Sampler(false, 0, 0, 4);

  /** Rows: a plain step, a terminated one, one whose best next action is masked. */
  @Test
  void targetsByHand() {
    ReplayBuffer.Batch batch =
        new ReplayBuffer.Batch(
            new float[3],
            new float[3],
            new float[6],
            new boolean[] {true, true, true, true, false, true},
            new int[3],
            new double[] {1, 1, 1},
            new double[] {2, 0, 0},
            new double[] {0.9, 0, 0.9},
            new double[3]);
    float[] online = {5, 3, 5, 3, 5, 3};
    float[] target = {10, 20, 10, 20, 30, 20};
    assertThat(Targets.of(batch, online, target, 0.1))
        .as("double: the learning network chooses, the target network values")
        .containsExactly(new double[] {1 - 0.2 + 0.9 * 10, 1, 1 + 0.9 * 20}, within(1e-6));
    assertThat(Targets.of(batch, target, target, 0.1))
        .containsExactly(new double[] {1 - 0.2 + 0.9 * 20, 1, 1 + 0.9 * 20}, within(1e-6));
  }

  @Test
  void sumTreeFindsWhatANaiveSearchFinds() {
    SeededRandom random = new SeededRandom(4);
    int size = 13;
    double[] weights = new double[size];
    SumTree tree = new SumTree(size);
    for (int round = 0; round < 200; round++) {
      int at = random.nextInt(size);
      weights[at] = random.nextInt(4) == 0 ? 0 : random.nextInt(8);
      tree.set(at, weights[at]);
      double total = 0;
      for (double weight : weights) {
        total += weight;
      }
      assertThat(tree.total()).isEqualTo(total);
      for (double prefix = 0.5; prefix < total; prefix++) {
        int naive = 0;
        double sum = weights[0];
        while (sum <= prefix) {
          sum += weights[++naive];
        }
        assertThat(tree.find(prefix)).isEqualTo(naive);
      }
    }
  }

  /**
   * Errors 1 and 3 with exponent 1: drawn with 1/4 and 3/4, weighed by (2 p)^-beta over the most.
   */
  @Test
  void prioritisedDrawsInProportionToErrors() {
    Sampler sampler = new Sampler(true, 1, 0.5, 4);
    sampler.added(0);
    sampler.added(1);
    sampler.update(new int[] {0, 1}, new double[] {-1, 3});
    Sampler.Choice choice = sampler.choose(1000, 2, new SeededRandom(1));
    int often = 0;
    for (int k = 0; k < 1000; k++) {
      int slot = choice.slots()[k];
      often += slot;
      double expected = slot == 0 ? 1 : Math.sqrt(0.25 / 0.75);
      assertThat(choice.weights()[k]).isCloseTo(expected, within(1e-6));
    }
    assertThat(often).isBetween(745, 755);
    sampler.added(2);
    double newest = 0;
    for (int slot : sampler.choose(1000, 3, new SeededRandom(2)).slots()) {
      newest += slot == 2 ? 1 : 0;
    }
    assertThat(newest / 1000).as("as urgent as the most urgent").isCloseTo(3.0 / 7, within(0.01));
  }

  @Test
  void uniformDrawsDoNotWeigh() {
    Sampler.Choice choice = uniform.choose(3000, 3, new SeededRandom(1));
    assertThat(choice.weights()).containsOnly(1);
    int[] counts = new int[3];
    for (int slot : choice.slots()) {
      counts[slot]++;
    }
    assertThat(counts[0]).isBetween(900, 1100);
    assertThat(counts[1]).isBetween(900, 1100);
  }
}
