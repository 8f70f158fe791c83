package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;
import org.arbit.env.VectorStep;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.junit.jupiter.api.Test;

class BitAllocationTest {

  private static final ToySuperNetwork NETWORK = ToySuperNetwork.standard();
  private static final Dataset DATA = ToyDataset.of(NETWORK, 200);
  private static final AllocationConfig CONFIG = AllocationConfig.defaults();

  private static BitAllocation vector(AllocationConfig config, int size, AutoReset autoReset) {
    return BitAllocation.vector(NETWORK, DATA, config, size, autoReset);
  }

  /** Steps a batch to its end with actions drawn by mask; returns the last step. */
  private static VectorStep play(BitAllocation env, VectorStep first, SeededRandom random) {
    VectorStep step = first;
    do {
      int[] actions = new int[env.size()];
      for (int i = 0; i < actions.length; i++) {
        actions[i] = env.actionSpace().sample(random, step.masks(), i * env.actionSpace().n());
      }
      step = env.step(actions);
    } while (!step.done(0));
    return step;
  }

  @Test
  void anEpisodeIsOneStepPerLayerAndEndsTerminatedTogether() {
    try (BitAllocation env = vector(CONFIG, 3, AutoReset.DISABLED)) {
      VectorStep step = env.reset(ResetOptions.seeded(1));
      for (int l = 0; l < 4; l++) {
        assertThat((int[]) step.infos().get("layer")).containsExactly(l, l, l);
        assertThat(step.terminated()).containsOnly(false);
        step = env.step(new int[] {0, 1, 3});
      }
      assertThat(step.terminated()).containsOnly(true);
      assertThat(step.truncated()).containsOnly(false);
      assertThatThrownBy(() -> env.step(new int[3])).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void defaultObservationHasThirtyBoundedNamedFields() {
    try (BitAllocation env = vector(CONFIG, 64, AutoReset.SAME_STEP)) {
      assertThat(env.fields()).hasSize(30);
      assertThat(env.fields().get(0).name()).isEqualTo("layer.position");
      assertThat(env.fields().get(11).name()).isEqualTo("money.lambda");
      assertThat(env.fields().get(29).name()).isEqualTo("sample.zeros");
      SeededRandom random = new SeededRandom(5);
      VectorStep step = env.reset(ResetOptions.seeded(1));
      for (int episode = 0; episode < 5; episode++) {
        for (int i = 0; i < 64; i++) {
          assertThat(env.observationSpace().firstOutside(step.observations(), i * 30))
              .isEqualTo(-1);
        }
        step = play(env, step, random);
      }
    }
  }

  @Test
  void theRewardIsTheSumOfItsTermsAndTheCostIsWhatTheLayersCost() {
    AllocationConfig config =
        CONFIG.withRewards("correct", "bitops", "shaping", "teacher-agreement").withLambda(0.1);
    try (BitAllocation env = vector(config, 8, AutoReset.DISABLED)) {
      env.reset(ResetOptions.seeded(4));
      double[] total = new double[8];
      double[] cost = new double[8];
      double[] shaping = new double[8];
      VectorStep step;
      do {
        step = env.step(new int[] {0, 1, 2, 3, 0, 1, 2, 3});
        for (int i = 0; i < 8; i++) {
          double sum = 0;
          for (String term : List.of("correct", "bitops", "shaping", "teacher-agreement")) {
            sum += ((double[]) step.infos().get("reward." + term))[i];
          }
          assertThat(step.rewards()[i]).isCloseTo(sum, within(1e-12));
          total[i] += sum;
          cost[i] += ((double[]) step.infos().get("reward.bitops"))[i];
          shaping[i] += ((double[]) step.infos().get("reward.shaping"))[i];
        }
      } while (!step.done(0));
      long max = BitOps.ofNetwork(NETWORK.spec(), Allocation.uniform(4, 8));
      int[] bits = {2, 3, 4, 8, 2, 3, 4, 8};
      for (int i = 0; i < 8; i++) {
        Allocation allocation = Allocation.uniform(4, bits[i]);
        long searchable = BitOps.ofSearchable(NETWORK.spec(), allocation);
        assertThat(cost[i]).isCloseTo(-0.1 * searchable / max, within(1e-12));
        assertThat(((long[]) step.infos().get("bitOps"))[i])
            .isEqualTo(BitOps.ofNetwork(NETWORK.spec(), allocation));
        // Telescopes to minus the potential of the first state, whatever was chosen.
        assertThat(shaping[i]).isCloseTo(shaping[0], within(1e-12));
        boolean correct = ((boolean[]) step.infos().get("correct"))[i];
        assertThat(total[i]).isCloseTo(cost[i] + shaping[i] + (correct ? 2 : 0), within(1e-12));
      }
      assertThat(shaping[0]).isPositive();
    }
  }

  @Test
  void theEndTellsAnEvaluatorEverythingPerSample() {
    try (BitAllocation env = vector(CONFIG, 4, AutoReset.DISABLED)) {
      env.reset(ResetOptions.seeded(1).withSamples(7, 3, 5).withLambda(0.02));
      VectorStep step = env.step(new int[] {0, 1, 2, 3});
      assertThat(step.infos()).doesNotContainKey("correct");
      env.step(new int[] {0, 1, 2, 3});
      env.step(new int[] {3, 3, 3, 3});
      Map<String, Object> infos = env.step(new int[] {1, 1, 1, 1}).infos();
      assertThat((int[]) infos.get("sample")).containsExactly(7, 3, 5, 5);
      assertThat((boolean[]) infos.get("padding")).containsExactly(false, false, false, true);
      assertThat((double[]) infos.get("lambda")).containsOnly(0.02);
      assertThat((int[][]) infos.get("weightBits"))
          .isDeepEqualTo(new int[][] {{2, 2, 8, 3}, {3, 3, 8, 3}, {4, 4, 8, 3}, {8, 8, 8, 3}});
      assertThat(infos.get("activationBits")).isEqualTo(infos.get("weightBits"));
      for (int i = 0; i < 4; i++) {
        int sample = new int[] {7, 3, 5, 5}[i];
        float[] logits = logits(sample, ((int[][]) infos.get("weightBits"))[i]);
        assertThat(((float[][]) infos.get("logits"))[i]).isEqualTo(logits);
        assertThat(((int[]) infos.get("label"))[i]).isEqualTo(DATA.label(sample));
        assertThat(((double[]) infos.get("difficulty"))[i]).isEqualTo(DATA.difficulty(sample));
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit);
        }
        assertThat(((double[]) infos.get("logLikelihood"))[i])
            .isCloseTo(logits[DATA.label(sample)] - Math.log(sum), within(1e-9));
      }
    }
  }

  private static float[] logits(int sample, int[] bits) {
    byte[] image = new byte[NETWORK.spec().imageSize()];
    DATA.image(sample, image, 0);
    float[] logits = new float[NETWORK.spec().classes()];
    try (Walk walk = NETWORK.open(image, 1)) {
      for (int each : bits) {
        walk.step(new int[] {each});
      }
      walk.logits(logits);
    }
    return logits;
  }

  @Test
  void whatHappensToASampleDoesNotDependOnItsBatch() {
    try (BitAllocation batch = vector(CONFIG, 50, AutoReset.DISABLED);
        Env single = BitAllocation.single(NETWORK, DATA, CONFIG)) {
      int n = batch.actionSpace().n();
      int d = batch.observationSpace().size();
      VectorStep together = batch.reset(ResetOptions.seeded(100));
      SeededRandom random = new SeededRandom(9);
      int[][] actions = new int[4][50];
      VectorStep[] steps = new VectorStep[5];
      steps[0] = together;
      for (int l = 0; l < 4; l++) {
        for (int i = 0; i < 50; i++) {
          actions[l][i] = random.nextInt(n);
        }
        steps[l + 1] = batch.step(actions[l]);
      }
      for (int i = 0; i < 50; i++) {
        Step alone = single.reset(ResetOptions.seeded(100 + i));
        for (int l = 0; l <= 4; l++) {
          assertThat(alone.observation())
              .isEqualTo(Arrays.copyOfRange(steps[l].observations(), i * d, (i + 1) * d));
          assertThat(alone.reward()).isEqualTo(steps[l].rewards()[i]);
          alone = l < 4 ? single.step(actions[l][i]) : alone;
        }
        assertThat((float[]) alone.info().get("logits"))
            .isEqualTo(((float[][]) steps[4].infos().get("logits"))[i]);
      }
    }
  }

  @Test
  void sameStepHandsOverBothTheEndAndTheNextBeginning() {
    try (BitAllocation env = vector(CONFIG, 2, AutoReset.SAME_STEP)) {
      VectorStep step = play(env, env.reset(ResetOptions.seeded(1)), new SeededRandom(1));
      int d = env.observationSpace().size();
      assertThat(step.observations()[0]).isZero();
      assertThat(step.finalObservations()).isNotNull();
      assertThat(step.finalObservations()[d]).isEqualTo(1);
      assertThat(step.finalInfos()).containsKeys("correct", "reward.correct");
      assertThat(step.infos()).doesNotContainKey("correct");
      assertThat(env.step(new int[2]).terminated()).containsOnly(false);
    }
  }

  @Test
  void nextStepBeginsAnewInTheStepAfterTheEnd() {
    try (BitAllocation env = vector(CONFIG, 2, AutoReset.NEXT_STEP)) {
      VectorStep end = play(env, env.reset(ResetOptions.seeded(1)), new SeededRandom(1));
      assertThat(end.observations()[0]).isEqualTo(1);
      VectorStep first = env.step(new int[] {-1, 99});
      assertThat(first.rewards()).containsOnly(0);
      assertThat(first.observations()[0]).isZero();
    }
  }

  @Test
  void rolloutsShareSampleAndTradeOffUntilTheNextReset() {
    try (BitAllocation env = vector(CONFIG, 6, AutoReset.SAME_STEP)) {
      VectorStep step = env.reset(ResetOptions.seeded(1).withRollouts(3));
      for (int episode = 0; episode < 2; episode++) {
        int[] samples = (int[]) step.infos().get("sample");
        double[] lambdas = (double[]) step.infos().get("lambda");
        assertThat(samples[1]).isEqualTo(samples[0]).isEqualTo(samples[2]);
        assertThat(samples[4]).isEqualTo(samples[3]).isEqualTo(samples[5]);
        assertThat(lambdas[2]).isEqualTo(lambdas[0]).isNotEqualTo(lambdas[3]);
        step = play(env, step, new SeededRandom(2));
      }
    }
  }

  @Test
  void drawsTheTradeOffLogUniformlyAndEncodesIt() {
    try (BitAllocation env = vector(CONFIG, 200, AutoReset.SAME_STEP)) {
      VectorStep step = env.reset(ResetOptions.seeded(1));
      double[] lambdas = (double[]) step.infos().get("lambda");
      int d = env.observationSpace().size();
      double meanLog = 0;
      for (int i = 0; i < 200; i++) {
        assertThat(lambdas[i]).isBetween(0.003, 0.3);
        assertThat(step.observations()[i * d + 11])
            .isCloseTo((float) (Math.log10(lambdas[i] / 0.003) / 2), within(1e-6f));
        meanLog += Math.log10(lambdas[i]) / 200;
      }
      // The mean of a log-uniform draw is the middle decade, 0.03; its standard error is 0.04.
      assertThat(meanLog).isCloseTo(Math.log10(0.03), within(0.13));
      VectorStep free = env.reset(ResetOptions.none().withLambda(0));
      assertThat(free.observations()[11]).isZero();
    }
  }

  @Test
  void savedRandomNumbersGoOnWhereTheyWere() {
    try (BitAllocation env = vector(CONFIG, 5, AutoReset.DISABLED)) {
      env.reset(ResetOptions.seeded(11));
      String state = env.state();
      VectorStep expected = env.reset(ResetOptions.none());
      env.reset(ResetOptions.none());
      env.restore(state);
      assertThat(env.reset(ResetOptions.none()).observations()).isEqualTo(expected.observations());
      assertThatThrownBy(() -> env.restore("[1,2]"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5 whole numbers");
    }
  }

  @Test
  void aRefusedCallChangesNothing() {
    try (BitAllocation env = vector(CONFIG, 2, AutoReset.DISABLED)) {
      assertThatThrownBy(() -> env.step(new int[2]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("reset");
      env.reset(ResetOptions.seeded(1));
      VectorStep before = env.step(new int[] {1, 1});
      String state = env.state();
      List<Runnable> wrong =
          List.of(
              () -> env.step(new int[] {1, 4}),
              () -> env.step(new int[] {1}),
              () -> env.reset(ResetOptions.none().withSamples(200)),
              () -> env.reset(ResetOptions.none().withSamples(1, 2, 3)),
              () -> env.reset(ResetOptions.none().withRollouts(0)),
              () -> env.reset(ResetOptions.none().withLambda(-1)),
              () -> env.reset(ResetOptions.none().withResetMask(true, false)),
              () -> env.reset(ResetOptions.none().with("sampels", 3)),
              () -> env.reset(ResetOptions.seeded(3).withSeeds(1)));
      for (Runnable call : wrong) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(env.state()).isEqualTo(state);
      try (BitAllocation twin = vector(CONFIG, 2, AutoReset.DISABLED)) {
        twin.reset(ResetOptions.seeded(1));
        assertThat(twin.step(new int[] {1, 1}).observations()).isEqualTo(before.observations());
        assertThat(env.step(new int[] {2, 3}).observations())
            .isEqualTo(twin.step(new int[] {2, 3}).observations());
      }
    }
  }

  @Test
  void masksKeepEveryBudgetAndNothingMore() {
    Map<String, Long> cheapest = new HashMap<>();
    for (int seed = 0; seed < 12; seed++) {
      ToySuperNetwork network =
          ToySuperNetwork.builder().seed(seed).layers(1 + seed % 4).bitWidths(1, 3, 6).build();
      Dataset data = ToyDataset.of(network, 10);
      int layers = network.spec().layers();
      long low = BitOps.ofNetwork(network.spec(), Allocation.uniform(layers, 1));
      long high = BitOps.ofNetwork(network.spec(), Allocation.uniform(layers, 6));
      AllocationConfig config = CONFIG.withBudget(new BudgetRange(low, high));
      try (BitAllocation env =
          BitAllocation.vector(network, data, config, 20, AutoReset.DISABLED)) {
        VectorStep step = env.reset(ResetOptions.seeded(seed));
        SeededRandom random = new SeededRandom(seed);
        long[] budgets = (long[]) step.infos().get("budget");
        int[] actions = new int[20];
        int[][] bits = new int[20][layers];
        for (int l = 0; l < layers; l++) {
          for (int i = 0; i < 20; i++) {
            for (int a = 0; a < 3; a++) {
              bits[i][l] = env.actions().weightBits(a);
              boolean reachable = least(network, bits[i], l + 1) <= budgets[i];
              assertThat(step.masks()[i * 3 + a]).isEqualTo(reachable);
            }
            actions[i] = env.actionSpace().sample(random, step.masks(), i * 3);
            bits[i][l] = env.actions().weightBits(actions[i]);
          }
          step = env.step(actions);
        }
        long[] spent = (long[]) step.infos().get("bitOps");
        for (int i = 0; i < 20; i++) {
          assertThat(spent[i]).isLessThanOrEqualTo(budgets[i]);
          assertThat(spent[i])
              .isEqualTo(BitOps.ofNetwork(network.spec(), Allocation.joint(bits[i])));
        }
      }
      cheapest.put("seed " + seed, low);
      assertThatThrownBy(
              () ->
                  BitAllocation.vector(
                      network, data, CONFIG.withBudget(low - 1), 1, AutoReset.DISABLED))
          .hasMessageContaining(Long.toString(low));
    }
    assertThat(cheapest).hasSize(12);
  }

  /** The least BitOps of all completions, by trying every one. */
  private static long least(ToySuperNetwork network, int[] bits, int from) {
    if (from == bits.length) {
      return BitOps.ofNetwork(network.spec(), Allocation.joint(bits));
    }
    long least = Long.MAX_VALUE;
    int[] copy = bits.clone();
    for (int each : network.bitWidths().toArray()) {
      copy[from] = each;
      least = Math.min(least, least(network, copy, from + 1));
    }
    return least;
  }

  @Test
  void maskedActionsAreRefusedClampedOrPenalised() {
    long low = BitOps.ofNetwork(NETWORK.spec(), Allocation.uniform(4, 2));
    AllocationConfig tight = CONFIG.withBudget(low);
    try (BitAllocation env = vector(tight, 1, AutoReset.DISABLED)) {
      env.reset(ResetOptions.seeded(1));
      assertThatThrownBy(() -> env.step(new int[] {2}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("masked")
          .hasMessageContaining("valid now are 0");
    }
    try (BitAllocation env =
        vector(tight.withMaskedActions(MaskedActions.PENALTY), 1, AutoReset.DISABLED)) {
      env.reset(ResetOptions.seeded(1));
      VectorStep step = env.step(new int[] {2});
      assertThat((double[]) step.infos().get("reward.masked-action")).containsExactly(-1);
      for (int l = 1; l < 4; l++) {
        step = env.step(new int[] {0});
      }
      assertThat(((int[][]) step.infos().get("weightBits"))[0]).containsExactly(2, 2, 2, 2);
    }
  }

  @Test
  void separateBitWidthsAreActionsOfPairs() {
    ToySuperNetwork network = ToySuperNetwork.builder().separate().build();
    try (BitAllocation env =
        BitAllocation.vector(network, ToyDataset.of(network, 5), CONFIG, 1, AutoReset.DISABLED)) {
      assertThat(env.actionSpace().n()).isEqualTo(16);
      assertThat(env.fields()).hasSize(31);
      assertThat(env.actions().name(7)).isEqualTo("3/8");
      env.reset(ResetOptions.seeded(1));
      VectorStep step = env.step(new int[] {7});
      long stem = network.spec().fixed().get(0).macs() * 64;
      assertThat(((long[]) step.infos().get("bitOps"))[0])
          .isEqualTo(stem + BitOps.ofLayer(network.spec(), 0, 3, 8));
    }
  }

  @Test
  void refusesUnknownNamesAndDataThatDoNotFit() {
    assertThatThrownBy(() -> vector(CONFIG.withRewards("corect"), 1, AutoReset.DISABLED))
        .hasMessageContaining("Maybe \"correct\"?");
    assertThatThrownBy(() -> vector(CONFIG.withObservations("mony"), 1, AutoReset.DISABLED))
        .hasMessageContaining("Maybe \"money\"?");
    assertThatThrownBy(() -> vector(CONFIG.withRewards("soft-budget"), 1, AutoReset.DISABLED))
        .hasMessageContaining("softBudget");
    assertThatThrownBy(() -> vector(CONFIG.withCost("bitop"), 1, AutoReset.DISABLED))
        .hasMessageContaining("Maybe \"bitops\"?");
  }
}
