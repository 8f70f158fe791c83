package org.arbit.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 1 to 8. */
class SpacesTest {

  private static final int DRAWS = 10_000;

  private static Dict dict() {
    Map<String, Space<?>> parts = new LinkedHashMap<>();
    parts.put("b", new Discrete(3, 5));
    parts.put("a", Box.uniform(-1, 2, 2));
    parts.put("c", new MultiDiscrete(2, 4));
    return new Dict(parts);
  }

  @Test
  void discreteHonoursStartAndBounds() {
    Discrete space = new Discrete(3, -1);
    assertThat(space.contains(-1)).isTrue();
    assertThat(space.contains(1)).isTrue();
    assertThat(space.contains(-2)).isFalse();
    assertThat(space.contains(2)).isFalse();
    for (int n : new int[] {0, -3}) {
      assertThatThrownBy(() -> new Discrete(n)).hasMessageContaining("n is " + n);
    }
    assertThatThrownBy(() -> new Discrete(3, Integer.MAX_VALUE)).hasMessageContaining("range");
  }

  @Test
  void sampleStreamsAreThoseOfTheSeed() {
    for (Space<?> space : List.of(new Discrete(9), new MultiDiscrete(9, 9), dict())) {
      String one = stream(space, 1);
      assertThat(stream(space, 1)).isEqualTo(one);
      assertThat(stream(space, 2)).isNotEqualTo(one);
    }
    assertThatThrownBy(() -> ResetOptions.seeded(-1)).hasMessageContaining("-1");
  }

  private static String stream(Space<?> space, long seed) {
    SeededRandom random = new SeededRandom(seed);
    StringBuilder out = new StringBuilder();
    for (int k = 0; k < 20; k++) {
      Object value = space.sample(random);
      out.append(
          value instanceof Map<?, ?> map
              ? map.get("b") + Arrays.toString((float[]) map.get("a"))
              : value instanceof int[] ints ? Arrays.toString(ints) : value);
    }
    return out.toString();
  }

  @Test
  void maskedSamplesAreValidAndUniform() {
    Discrete space = new Discrete(5, 10);
    boolean[] mask = {true, false, true, true, false};
    int[] counts = new int[5];
    SeededRandom random = new SeededRandom(4);
    for (int k = 0; k < DRAWS; k++) {
      counts[space.sample(random, mask) - 10]++;
    }
    assertThat(counts[1] + counts[4]).isZero();
    double chiSquared = 0;
    double expected = DRAWS / 3.0;
    for (int k : new int[] {0, 2, 3}) {
      chiSquared += (counts[k] - expected) * (counts[k] - expected) / expected;
    }
    // The 99.9 % quantile for 2 degrees of freedom.
    assertThat(chiSquared).isLessThan(13.8);
    assertThatThrownBy(() -> space.sample(random, new boolean[4]))
        .hasMessageContaining("4 entries");
    assertThatThrownBy(() -> space.sample(random, new boolean[5]))
        .hasMessageContaining("none of the 5");
  }

  @Test
  void probabilitiesAreCheckedAndMet() {
    Discrete space = new Discrete(3);
    double[] p = {0.2, 0, 0.8};
    int[] counts = new int[3];
    SeededRandom random = new SeededRandom(4);
    for (int k = 0; k < DRAWS; k++) {
      counts[space.sample(random, p)]++;
    }
    // Standard deviation 40.
    assertThat(counts[0]).isBetween(1860, 2140);
    assertThat(counts[1]).isZero();
    assertThatThrownBy(() -> space.sample(random, new double[] {0.5, 0.4, 0}))
        .hasMessageContaining("sum to 0.9");
    assertThatThrownBy(() -> space.sample(random, new double[] {1.5, -0.5, 0}))
        .hasMessageContaining("Probability 1");
    assertThatThrownBy(() -> space.sample(random, new double[] {1}))
        .hasMessageContaining("1 probabilities for 3");
  }

  @Test
  void boxRefusesWrongBoundsAndChecksEveryEntry() {
    assertThatThrownBy(() -> Box.of(new float[] {Float.NaN}, new float[] {1}))
        .hasMessageContaining("Entry 0");
    assertThatThrownBy(() -> Box.of(new float[] {0, 2}, new float[] {1, 1}))
        .hasMessageContaining("Entry 1");
    assertThatThrownBy(() -> Box.of(new float[2], new float[3])).hasMessageContaining("3 high");
    assertThatThrownBy(() -> Box.of(new float[2], new float[2], 3)).hasMessageContaining("needs 3");
    Box space = Box.of(new float[] {0, Float.NEGATIVE_INFINITY}, new float[] {1, 5});
    assertThat(space.contains(new float[] {1, -1e30f})).isTrue();
    assertThat(space.contains(new float[] {1})).isFalse();
    assertThat(space.contains(new float[] {Float.NaN, 0})).isFalse();
    assertThat(space.contains(new float[] {0, Float.NEGATIVE_INFINITY})).isFalse();
    assertThat(space.firstOutside(new float[] {9, 9, 0.5f, 6}, 2)).isEqualTo(1);
    assertThatThrownBy(() -> space.sample(new SeededRandom(1))).hasMessageContaining("unbounded");
  }

  @Test
  void dictKeepsOrderAndMasksByName() {
    Dict space = dict();
    assertThat(space.parts().keySet()).containsExactly("b", "a", "c");
    Map<String, Object> value = space.sample(new SeededRandom(3));
    assertThat(value.keySet()).containsExactly("b", "a", "c");
    assertThat(space.contains(value)).isTrue();
    Map<String, Object> missing = new LinkedHashMap<>(value);
    missing.remove("a");
    assertThat(space.contains(missing)).isFalse();
    SeededRandom random = new SeededRandom(3);
    Map<String, boolean[]> masks = Map.of("b", new boolean[] {false, true, false});
    for (int k = 0; k < 100; k++) {
      assertThat(space.sample(random, masks).get("b")).isEqualTo(6);
    }
    assertThatThrownBy(() -> space.sample(random, Map.of("a", new boolean[2])))
        .hasMessageContaining("a");
  }

  @Test
  void partsOfADictAreDrawnIndependently() {
    Map<String, Space<?>> wide = new LinkedHashMap<>(dict().parts());
    wide.put("a", Box.uniform(0, 1, 50));
    // How many numbers one part takes does not change what the others get.
    Map<String, Object> one = dict().sample(new SeededRandom(3));
    Map<String, Object> other = new Dict(wide).sample(new SeededRandom(3));
    assertThat((int[]) other.get("c")).isEqualTo((int[]) one.get("c"));
  }

  @Test
  void multiDiscreteChecksAndMasksEachEntry() {
    MultiDiscrete space = new MultiDiscrete(2, 3);
    assertThat(space.contains(new int[] {1, 2})).isTrue();
    assertThat(space.contains(new int[] {1, 3})).isFalse();
    assertThat(space.contains(new int[] {1})).isFalse();
    assertThatThrownBy(() -> new MultiDiscrete(2, 0)).hasMessageContaining("Entry 1");
    assertThatThrownBy(MultiDiscrete::new).hasMessageContaining("at least one entry");
    boolean[][] masks = {{true, false}, {false, false, true}};
    assertThat(space.sample(new SeededRandom(1), masks)).containsExactly(0, 2);
    assertThatThrownBy(() -> space.sample(new SeededRandom(1), new boolean[1][]))
        .hasMessageContaining("1 masks for 2");
  }

  @Test
  void flatteningIsReversible() {
    SeededRandom random = new SeededRandom(8);
    Dict space = dict();
    assertThat(space.flatSize()).isEqualTo(3 + 2 + 6);
    for (int k = 0; k < 50; k++) {
      float[] flat = space.flatten(space.sample(random));
      assertThat(space.flatten(space.unflatten(flat))).isEqualTo(flat);
    }
    assertThat(new Discrete(3, 5).flatten(6)).containsExactly(0, 1, 0);
    assertThat(new Discrete(3, 5).unflatten(new float[] {0, 1, 0})).isEqualTo(6);
    assertThatThrownBy(() -> new Discrete(3).unflatten(new float[] {1, 1, 0}))
        .hasMessageContaining("exactly one 1");
    assertThatThrownBy(() -> new Discrete(3).flatten(3)).hasMessageContaining("3 is not in");
  }

  @Test
  void spacesAreEqualByValueAndSurviveJson() {
    List<Space<?>> spaces =
        List.of(
            new Discrete(3, 5),
            new MultiDiscrete(2, 4),
            Box.of(new float[] {0, Float.NEGATIVE_INFINITY}, new float[] {0.1f, 2}),
            Box.of(new float[6], new float[6], 2, 3),
            dict());
    for (Space<?> space : spaces) {
      Space<?> read = Space.fromJson(space.toJson());
      assertThat(read).isEqualTo(space).hasSameHashCodeAs(space);
    }
    assertThat(dict()).isEqualTo(dict());
    assertThat(Box.of(new float[6], new float[6], 2, 3))
        .isNotEqualTo(Box.of(new float[6], new float[6], 3, 2));
    assertThatThrownBy(() -> Space.fromJson("{\"type\":\"ball\"}")).hasMessageContaining("ball");
    assertThatThrownBy(() -> Space.fromJson("{")).hasMessageContaining("no JSON");
  }

  @Test
  void randomNumbersGoOnFromASavedState() {
    SeededRandom random = new SeededRandom(5);
    random.nextGaussian();
    long state = random.state();
    double expected = random.nextGaussian();
    random.restore(state);
    assertThat(random.nextGaussian()).isEqualTo(expected);
    assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("bound is 0");
  }
}
