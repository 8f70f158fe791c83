package org.arbit.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.env.registry.Environments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorWrappersTest {

  private static final int PLACES = 3;
  private static final int SIZE = 4;
  private static final ResetOptions SEEDED = ResetOptions.seeded(1);

  private static Map<String, Object> infos(VectorStep step, AutoReset autoReset) {
    return autoReset == AutoReset.SAME_STEP ? step.finalInfos() : step.infos();
  }

  @ParameterizedTest
  @EnumSource
  void aMonitoredVectorSaysWhatAVectorOfMonitorsSays(AutoReset autoReset) {
    VectorEnv outside = new VectorMonitor(ChainEnv.vector(SIZE, PLACES, autoReset), () -> 0);
    VectorEnv inside =
        SyncVectorEnv.of(SIZE, i -> new Monitor(new ChainEnv(PLACES), () -> 0), autoReset);
    VectorStep last = outside.reset(SEEDED);
    inside.reset(SEEDED);
    SplittableRandom random = new SplittableRandom(3);
    int episodes = 0;
    for (int t = 0; t < 200; t++) {
      boolean[] ended = ended(last);
      if (autoReset == AutoReset.DISABLED && any(ended)) {
        ResetOptions some = ResetOptions.none().withResetMask(ended);
        outside.reset(some);
        inside.reset(some);
      }
      int[] actions = IntStream.range(0, SIZE).map(i -> random.nextInt(2)).toArray();
      last = outside.step(actions);
      VectorStep expected = inside.step(actions);
      assertThat(infos(last, autoReset).get(Monitor.KEY))
          .isEqualTo(infos(expected, autoReset).get(Monitor.KEY));
      boolean[] now = ended(last);
      if (any(now)) {
        assertThat(infos(last, autoReset).get("_episode")).isEqualTo(now);
        episodes += (int) IntStream.range(0, SIZE).filter(i -> now[i]).count();
      }
    }
    assertThat(episodes).isGreaterThan(50);
  }

  private static boolean[] ended(VectorStep step) {
    boolean[] ended = new boolean[SIZE];
    for (int i = 0; i < SIZE; i++) {
      ended[i] = step.done(i);
    }
    return ended;
  }

  private static boolean any(boolean[] flags) {
    return IntStream.range(0, flags.length).anyMatch(i -> flags[i]);
  }

  @Test
  void whoHasLeftNeitherCountsStepsNorTeachesWhileItWaits() {
    ToySuperNetwork network = ToySuperNetwork.builder().exit().build();
    VectorEnv allocation =
        Environments.load()
            .vector(
                BitAllocation.EXIT_ID,
                Map.of(),
                2,
                AutoReset.DISABLED,
                network,
                ToyDataset.of(network, 40));
    VectorNormalizeObservation normal = new VectorNormalizeObservation(allocation);
    try (VectorEnv env = new VectorMonitor(normal, () -> 0)) {
      env.reset(SEEDED.withSamples(3, 3));
      env.step(new int[] {3, 3});
      env.step(new int[] {3, 3});
      assertThat(normal.moments().count()).isEqualTo(6);
      env.step(new int[] {4, 3});
      assertThat(normal.moments().count()).isEqualTo(7);
      VectorStep end = env.step(new int[] {0, 3});
      assertThat(end.terminated()).containsExactly(true, true);
      Object[] episodes = (Object[]) end.infos().get(Monitor.KEY);
      assertThat(episodes).extracting("l").containsExactly(3, 4);
    }
  }

  @Test
  void aVectorOfOneIsNormalizedAsASingleEnvironment() {
    NormalizeObservation single = new NormalizeObservation(new ChainEnv(PLACES));
    VectorNormalizeObservation vector =
        new VectorNormalizeObservation(ChainEnv.vector(1, PLACES, AutoReset.DISABLED));
    assertThat(vector.reset(SEEDED).observations()).isEqualTo(single.reset(SEEDED).observation());
    for (int action : new int[] {0, 1, 0, 1, 1}) {
      assertThat(vector.step(new int[] {action}).observations())
          .isEqualTo(single.step(action).observation());
    }
    assertThat(vector.observationSpace()).isEqualTo(single.observationSpace());
    String learned = vector.moments().toJson();
    vector.freeze().reset(SEEDED);
    assertThat(vector.moments().toJson()).isEqualTo(learned);
  }

  @Test
  void finalObservationsAreNormalizedWithTheMomentsOfTheOthers() {
    RunningMoments moments = new RunningMoments(PLACES);
    moments.add(new float[] {0, 0, 0});
    moments.add(new float[] {2, 2, 2});
    VectorEnv env =
        new VectorNormalizeObservation(ChainEnv.vector(1, PLACES, AutoReset.SAME_STEP), moments)
            .freeze();
    env.reset(SEEDED);
    env.step(new int[] {1});
    VectorStep end = env.step(new int[] {1});
    // Mean 1 and variance 1: zeros become -1, the one becomes 0.
    assertThat(end.finalObservations()).containsExactly(new float[] {-1, -1, 0}, within(1e-6f));
    assertThat(end.observations()).containsExactly(new float[] {0, -1, -1}, within(1e-6f));
  }

  @Test
  void rewardsAreDividedByTheDeviationOfAllReturns() {
    VectorNormalizeReward env =
        new VectorNormalizeReward(ChainEnv.vector(2, PLACES, AutoReset.SAME_STEP), 0.5);
    env.reset(SEEDED);
    env.step(new int[] {1, 0});
    // Returns so far: -0.01 twice, then 0.995 and -0.015, of variance 0.1898...
    VectorStep step = env.step(new int[] {1, 0});
    double[] returns = {-0.01, -0.01, -0.005 + 1, -0.005 - 0.01};
    double mean = Arrays.stream(returns).average().orElseThrow();
    double variance = Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).sum() / 4;
    assertThat(step.rewards()[0]).isCloseTo(1 / Math.sqrt(variance + 1e-8), within(1e-6));
    assertThat((double[]) step.infos().get(NormalizeReward.KEY)).containsExactly(1, -0.01);
    // The episode of the first has ended: its return begins anew at -0.01, the other's goes on.
    env.step(new int[] {0, 0});
    double[] more = {-0.01, -0.01, 0.995, -0.015, -0.01, -0.0175};
    assertThat(env.moments().count()).isEqualTo(6);
    assertThat(env.moments().mean(0))
        .isCloseTo(Arrays.stream(more).average().orElseThrow(), within(1e-7));
    env.freeze().step(new int[] {0, 0});
    assertThat(env.moments().count()).isEqualTo(6);
    assertThatThrownBy(() -> new VectorNormalizeReward(env, 1.5)).hasMessageContaining("1.5");
  }

  @Test
  void everythingElseIsHandedOn() {
    VectorEnv inner = ChainEnv.vector(2, PLACES, AutoReset.NEXT_STEP);
    VectorEnv env = new VectorMonitor(new VectorNormalizeReward(inner, 1));
    env.reset(SEEDED);
    assertThat(env.spec()).isEqualTo(inner.spec());
    assertThat(env.actionMasks()).isEqualTo(inner.actionMasks());
    assertThat(env.autoReset()).isEqualTo(AutoReset.NEXT_STEP);
    assertThat(env.unwrapped()).isSameAs(inner);
    env.close();
    assertThatThrownBy(() -> inner.reset(SEEDED)).hasMessageContaining("closed");
  }
}
