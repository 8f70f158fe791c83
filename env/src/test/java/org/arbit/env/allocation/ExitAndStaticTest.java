package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SecondPass;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.junit.jupiter.api.Test;

class ExitAndStaticTest {

  private static final ToySuperNetwork NETWORK = ToySuperNetwork.builder().exit().build();
  private static final ToyDataset DATA = ToyDataset.of(NETWORK, 40);
  private static final Environments ENVIRONMENTS = Environments.load();
  private static final int EXIT = 4;

  private static VectorEnv exits(int size, Map<String, Object> overrides) {
    return ENVIRONMENTS.vector(
        BitAllocation.EXIT_ID, overrides, size, AutoReset.DISABLED, NETWORK, DATA);
  }

  /** Sample 0 is content with the first answer, sample 1 walks again. */
  @Test
  void aSecondPassIsPaidByWhoWalksItAndOnlyTheLookByTheOther() {
    ToySuperNetwork once = ToySuperNetwork.builder().build();
    int layers = once.spec().layers();
    Map<String, Object> settings =
        Map.of("lambda", 1, "observations", List.of("layer", "history", "money", "head"));
    try (VectorEnv env =
        ENVIRONMENTS.vector(
            BitAllocation.EXIT_ID,
            settings,
            2,
            AutoReset.DISABLED,
            new SecondPass(once),
            ToyDataset.of(once, 40))) {
      VectorStep step = env.reset(ResetOptions.seeded(1).withSamples(3, 3));
      for (int l = 0; l < layers; l++) {
        assertThat(step.masks()[EXIT]).isFalse();
        step = env.step(new int[] {0, 0});
      }
      assertThat(step.masks()[EXIT]).isTrue();
      step = env.step(new int[] {EXIT, 3});
      for (int l = 1; l < layers; l++) {
        step = env.step(new int[] {0, 3});
      }
      assertThat(step.terminated()).containsExactly(true, true);
      NetworkSpec spec = once.spec();
      int most = once.bitWidths().max();
      int least = once.bitWidths().min();
      long low = BitOps.ofNetwork(spec, Allocation.uniform(layers, least));
      long again = BitOps.ofSearchable(spec, Allocation.uniform(layers, most));
      assertThat((long[]) step.infos().get("bitOps"))
          .containsExactly(low, low + again + BitOps.ofClassifier(spec));
      assertThat((int[]) step.infos().get("leftBefore")).containsExactly(layers, -1);
    }
  }

  @Test
  void whoLeavesWaitsForTheBatchAndPaysTheHeadInsteadOfTheRest() {
    try (VectorEnv env =
        exits(2, Map.of("lambda", 1, "rewards", List.of("correct", "bitops", "shaping")))) {
      VectorStep step = env.reset(ResetOptions.seeded(1).withSamples(3, 3));
      assertThat(step.masks())
          .containsExactly(true, true, true, true, false, true, true, true, true, false);
      env.step(new int[] {3, 3});
      step = env.step(new int[] {3, 3});
      assertThat(step.masks()[EXIT]).isTrue();
      step = env.step(new int[] {EXIT, 3});
      assertThat((boolean[]) step.infos().get("waiting")).containsExactly(true, false);
      assertThat(step.terminated()).containsExactly(false, false);
      assertThat(step.masks())
          .containsExactly(true, false, false, false, false, true, true, true, true, false);
      NetworkSpec spec = NETWORK.spec();
      long head = BitOps.ofExit(spec.exits().get(0));
      long classifier = spec.fixed().get(1).macs() * 64;
      long max = BitOps.ofFixed(spec) + spec.searchableMacs() * 64;
      assertThat(((double[]) step.infos().get("reward.bitops"))[0])
          .isCloseTo(-(double) (head - classifier) / max, within(1e-12));
      // What is chosen for a sample that waits does not count.
      VectorStep end = env.step(new int[] {3, 3});
      assertThat(end.terminated()).containsExactly(true, true);
      assertThat(((double[]) end.infos().get("reward.bitops"))[0]).isZero();
      assertThat(((double[]) end.infos().get("reward.shaping"))[0]).isZero();
      long stem = spec.fixed().get(0).macs() * 64;
      long two = BitOps.ofLayer(spec, 0, 8, 8) + BitOps.ofLayer(spec, 1, 8, 8);
      assertThat((long[]) end.infos().get("bitOps")).containsExactly(stem + two + head, max);
      assertThat((int[]) end.infos().get("leftBefore")).containsExactly(2, -1);
      assertThat((int[][]) end.infos().get("weightBits"))
          .isDeepEqualTo(new int[][] {{8, 8, 0, 0}, {8, 8, 8, 8}});
      assertThat((boolean[]) end.infos().get("correct")).contains(true);
      float[][] logits = (float[][]) end.infos().get("logits");
      assertThat(logits[0]).isNotEqualTo(logits[1]);
    }
  }

  @Test
  void whoLooksAtTheHeadPaysForItOnceAndSeesHowSureItIs() {
    List<String> groups = List.of("layer", "head");
    try (VectorEnv env = exits(2, Map.of("lambda", 1, "observations", groups))) {
      VectorStep step = env.reset(ResetOptions.seeded(1).withSamples(3, 7));
      int width = step.observations().length / 2;
      int gap = width - 4;
      assertThat(step.observations()[gap + 1]).isZero();
      env.step(new int[] {1, 3});
      step = env.step(new int[] {1, 3});
      float[] logits = new float[2 * NETWORK.spec().classes()];
      byte[] images = new byte[2 * NETWORK.spec().imageSize()];
      DATA.image(3, images, 0);
      DATA.image(7, images, NETWORK.spec().imageSize());
      int low = NETWORK.bitWidths().at(1);
      int high = NETWORK.bitWidths().at(3);
      try (Walk walk = NETWORK.open(images, 2)) {
        walk.step(new int[] {low, high});
        walk.step(new int[] {low, high});
        walk.exitLogits(logits);
      }
      for (int i = 0; i < 2; i++) {
        float[] row =
            Arrays.copyOfRange(logits, i * logits.length / 2, (i + 1) * logits.length / 2);
        Arrays.sort(row);
        float expected = Math.min(row[row.length - 1] - row[row.length - 2], 10) / 10;
        assertThat(step.observations()[i * width + gap]).isEqualTo(expected).isPositive();
        assertThat(step.observations()[i * width + gap + 1]).isOne();
      }
      env.step(new int[] {EXIT, 3});
      VectorStep end = env.step(new int[] {0, 3});
      NetworkSpec spec = NETWORK.spec();
      long head = BitOps.ofExit(spec.exits().get(0));
      long stem = spec.fixed().get(0).macs() * 64;
      long two = BitOps.ofLayer(spec, 0, low, low) + BitOps.ofLayer(spec, 1, low, low);
      long max = BitOps.ofFixed(spec) + spec.searchableMacs() * 64;
      assertThat((long[]) end.infos().get("bitOps")).containsExactly(stem + two + head, max + head);
      // What has been seen is kept to the end.
      assertThat(end.observations()[width + gap]).isEqualTo(step.observations()[width + gap]);
    }
  }

  @Test
  void aBudgetCountsTheHeadsThatAreLookedAt() {
    NetworkSpec spec = NETWORK.spec();
    long head = BitOps.ofExit(spec.exits().get(0));
    long cheapest = BitOps.ofFixed(spec) + spec.searchableMacs() * 4;
    Map<String, Object> looking =
        Map.of("budget", cheapest + head - 1, "observations", List.of("layer", "head"));
    assertThatThrownBy(() -> ENVIRONMENTS.single(BitAllocation.ID, looking, NETWORK, DATA))
        .hasMessageContaining("needs at least " + (cheapest + head));
    Map<String, Object> blind = Map.of("budget", cheapest + head - 1);
    ENVIRONMENTS.single(BitAllocation.ID, blind, NETWORK, DATA).close();
  }

  @Test
  void aSingleEpisodeEndsWithItsExit() {
    try (Env env = ENVIRONMENTS.single(BitAllocation.EXIT_ID, Map.of("lambda", 0), NETWORK, DATA)) {
      env.reset(ResetOptions.seeded(1).withSamples(5));
      env.step(3);
      env.step(3);
      Step end = env.step(EXIT);
      assertThat(end.terminated()).isTrue();
      assertThat(end.info()).containsKey("correct").containsEntry("leftBefore", 2);
      assertThat(end.reward()).isEqualTo((Boolean) end.info().get("correct") ? 1 : 0);
    }
  }

  @Test
  void shapingStillTelescopesForWhoLeaves() {
    try (Env env =
        ENVIRONMENTS.single(
            BitAllocation.EXIT_ID,
            Map.of("lambda", 0.5, "rewards", List.of("shaping")),
            NETWORK,
            DATA)) {
      env.reset(ResetOptions.seeded(1));
      double early = env.step(0).reward() + env.step(1).reward() + env.step(EXIT).reward();
      env.reset(ResetOptions.seeded(1));
      double late = 0;
      for (int l = 0; l < 4; l++) {
        late += env.step(2).reward();
      }
      assertThat(early).isCloseTo(late, within(1e-12)).isPositive();
    }
  }

  @Test
  void aNetworkWithoutHeadIsRefused() {
    ToySuperNetwork plain = ToySuperNetwork.standard();
    assertThatThrownBy(() -> ENVIRONMENTS.single(BitAllocation.EXIT_ID, Map.of(), plain, DATA))
        .hasMessageContaining("Maybe use BitAllocation-v1?");
  }

  @Test
  void aStaticAllocationIsJudgedByTheWholeBatchAndRunOnce() {
    Counting network = new Counting(NETWORK);
    try (VectorEnv env =
        ENVIRONMENTS.vector(
            BitAllocation.STATIC_ID,
            Map.of("batch", 30, "lambda", 0.1),
            3,
            AutoReset.SAME_STEP,
            network,
            DATA)) {
      env.reset(ResetOptions.seeded(1));
      VectorStep step = null;
      for (int episode = 0; episode < 2; episode++) {
        for (int l = 0; l < 4; l++) {
          step = env.step(new int[] {0, 3, 0});
        }
      }
      double[] accuracy = (double[]) step.finalInfos().get("accuracy");
      assertThat(accuracy[0]).isEqualTo(accuracy[2]).isLessThan(1);
      // The labels are those of the network at its greatest bits.
      assertThat(accuracy[1]).isEqualTo(1);
      assertThat(network.walks).isEqualTo(2);
      assertThat(((double[]) step.finalInfos().get("reward.correct"))).isEqualTo(accuracy);
      int correct = 0;
      for (int i = 0; i < 30; i++) {
        correct += correctAt(i, 2) ? 1 : 0;
      }
      assertThat(accuracy[0]).isCloseTo(correct / 30.0, within(1e-12));
      assertThatThrownBy(() -> env.reset(ResetOptions.none().withSamples(1)))
          .hasMessageContaining("samples");
    }
  }

  private static boolean correctAt(int sample, int bits) {
    byte[] image = new byte[NETWORK.spec().imageSize()];
    DATA.image(sample, image, 0);
    float[] logits = new float[NETWORK.spec().classes()];
    try (Walk walk = NETWORK.open(image, 1)) {
      while (!walk.done()) {
        walk.step(new int[] {bits});
      }
      walk.logits(logits);
    }
    return Softmax.argmax(logits, 0, logits.length) == DATA.label(sample);
  }

  /** Counts the walks. */
  private static final class Counting implements SuperNetwork {

    private final SuperNetwork inner;
    private int walks;

    Counting(SuperNetwork inner) {
      this.inner = inner;
    }

    @Override
    public NetworkSpec spec() {
      return inner.spec();
    }

    @Override
    public BitWidths bitWidths() {
      return inner.bitWidths();
    }

    @Override
    public boolean separate() {
      return inner.separate();
    }

    @Override
    public List<String> featureNames() {
      return inner.featureNames();
    }

    @Override
    public String fingerprint() {
      return inner.fingerprint();
    }

    @Override
    public Walk open(byte[] images, int samples) {
      walks++;
      return inner.open(images, samples);
    }
  }
}
