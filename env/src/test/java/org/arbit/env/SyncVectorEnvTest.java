package org.arbit.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.arbit.env.check.BanditEnv;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.wrappers.EnvWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncVectorEnvTest {

  /** Chains of 3 places: two steps to the right end an episode. */
  private static VectorEnv chains(AutoReset autoReset) {
    return ChainEnv.vector(2, 3, autoReset);
  }

  @Test
  void sameStepReturnsTheFirstObservationOfTheNextEpisodeAndKeepsTheLast() {
    try (VectorEnv env = chains(AutoReset.SAME_STEP)) {
      env.reset(ResetOptions.seeded(1));
      VectorStep first = env.step(new int[] {1, 0});
      assertThat(first.finalObservations()).isNull();
      VectorStep step = env.step(new int[] {1, 0});
      assertThat(step.terminated()).containsExactly(true, false);
      assertThat(step.rewards()).containsExactly(1, -0.01);
      assertThat(step.observations()).containsExactly(1, 0, 0, 1, 0, 0);
      assertThat(step.finalObservations()).containsExactly(0, 0, 1, 0, 0, 0);
      assertThat((boolean[]) step.finalInfos().get("_place")).containsExactly(true, false);
      assertThat((int[]) step.finalInfos().get("place")).containsExactly(2, 0);
      assertThat((int[]) step.infos().get("place")).containsExactly(0, 0);
      assertThat(env.step(new int[] {1, 1}).terminated()).containsExactly(false, false);
    }
  }

  @Test
  void nextStepShowsTheEndAndResetsInTheStepAfterIt() {
    try (VectorEnv env = chains(AutoReset.NEXT_STEP)) {
      env.reset(ResetOptions.seeded(1));
      env.step(new int[] {1, 1});
      VectorStep end = env.step(new int[] {1, 0});
      assertThat(end.terminated()).containsExactly(true, false);
      assertThat(end.observations()).containsExactly(0, 0, 1, 1, 0, 0);
      assertThat(end.finalObservations()).isNull();
      VectorStep after = env.step(new int[] {-7, 1});
      assertThat(after.terminated()).containsExactly(false, false);
      assertThat(after.rewards()).containsExactly(0, -0.01);
      assertThat(after.observations()).containsExactly(1, 0, 0, 0, 1, 0);
    }
  }

  @Test
  void disabledLeavesTheResetToTheCaller() {
    try (VectorEnv env = chains(AutoReset.DISABLED)) {
      env.reset(ResetOptions.seeded(1));
      env.step(new int[] {1, 1});
      VectorStep end = env.step(new int[] {1, 0});
      assertThat(end.done(0)).isTrue();
      assertThatThrownBy(() -> env.step(new int[] {1, 1}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("environment 0");
      VectorStep reset = env.reset(ResetOptions.none().withResetMask(true, false));
      assertThat((boolean[]) reset.infos().get("_place")).containsExactly(true, false);
      env.step(new int[] {1, 1});
      assertThat(env.step(new int[] {1, 1}).terminated()).containsExactly(true, true);
    }
  }

  @Test
  void refusesResetMasksThatDoNotFit() {
    try (VectorEnv env = chains(AutoReset.DISABLED)) {
      assertThatThrownBy(() -> env.reset(ResetOptions.none().withResetMask(true)))
          .hasMessageContaining("2 entries");
      assertThatThrownBy(() -> env.reset(ResetOptions.none().withResetMask(true, false)))
          .hasMessageContaining("environment 1");
    }
  }

  @Test
  void seedsEnvironmentIWithSeedPlusI() {
    try (VectorEnv vector = BanditEnv.vector(3, 50, AutoReset.DISABLED);
        BanditEnv single = new BanditEnv(50)) {
      int[] contexts = (int[]) vector.reset(ResetOptions.seeded(7)).infos().get("context");
      for (int i = 0; i < 3; i++) {
        Object context = single.reset(ResetOptions.seeded(7 + i)).info().get("context");
        assertThat(contexts[i]).isEqualTo(context);
      }
      int[] listed =
          (int[]) vector.reset(ResetOptions.none().withSeeds(9, 8, 7)).infos().get("context");
      assertThat(listed[2]).isEqualTo(contexts[0]);
      assertThatThrownBy(() -> vector.reset(ResetOptions.none().withSeeds(1, 2)))
          .hasMessageContaining("2 entries for 3 environments");
    }
  }

  @Test
  void savesAndRestoresTheRandomNumbers() {
    try (SyncVectorEnv env = SyncVectorEnv.of(4, i -> new BanditEnv(50), AutoReset.SAME_STEP)) {
      env.reset(ResetOptions.seeded(3));
      env.step(new int[4]);
      String state = env.state();
      float[] expected = env.reset(ResetOptions.none()).observations();
      assertThat(env.reset(ResetOptions.none()).observations()).isNotEqualTo(expected);
      env.restore(state);
      assertThat(env.reset(ResetOptions.none()).observations()).isEqualTo(expected);
      assertThatThrownBy(() -> env.restore("[\"1\"]")).hasMessageContaining("4 environments");
    }
  }

  @Test
  void refusesUnequalSpaces() {
    List<Env> unequal = List.of(new BanditEnv(2), new BanditEnv(3));
    assertThatThrownBy(() -> new SyncVectorEnv(unequal, AutoReset.SAME_STEP))
        .hasMessageContaining("Environment 1");
  }

  @Test
  void aRefusedStepChangesNothing() {
    try (VectorEnv env = chains(AutoReset.SAME_STEP)) {
      env.reset(ResetOptions.seeded(1));
      assertThatThrownBy(() -> env.step(new int[] {1, 2}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Action 2 of environment 1")
          .hasMessageContaining("{0..1}");
      assertThat(env.step(new int[] {1, 1}).observations()).containsExactly(0, 1, 0, 0, 1, 0);
    }
  }

  @Test
  void threadsChangeNothing() {
    try (VectorEnv one = SyncVectorEnv.of(5, i -> new BanditEnv(9), AutoReset.SAME_STEP);
        VectorEnv other =
            SyncVectorEnv.threaded(
                IntStream.range(0, 5).mapToObj(i -> new BanditEnv(9)).toList(),
                AutoReset.SAME_STEP,
                2)) {
      assertThat(other.reset(ResetOptions.seeded(3)).observations())
          .isEqualTo(one.reset(ResetOptions.seeded(3)).observations());
      for (int t = 0; t < 40; t++) {
        int[] actions = {t % 9, 0, 1, 2, 3};
        VectorStep expected = one.step(actions);
        VectorStep found = other.step(actions);
        assertThat(found.observations()).isEqualTo(expected.observations());
        assertThat(found.rewards()).isEqualTo(expected.rewards());
        assertThat(found.finalObservations()).isEqualTo(expected.finalObservations());
      }
    }
  }

  /** Fails in its second step. */
  private static final class Fragile extends EnvWrapper {

    private int steps;
    private boolean closed;

    Fragile() {
      super(new ChainEnv(9));
    }

    @Override
    public Step step(int action) {
      if (++steps == 2) {
        throw new UnsupportedOperationException("broken wire");
      }
      return super.step(action);
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureIsNamedAndClosesTheOthers(boolean threaded) {
    List<Env> envs = List.of(new ChainEnv(9), new Fragile(), new ChainEnv(9));
    VectorEnv vector =
        threaded
            ? SyncVectorEnv.threaded(envs, AutoReset.SAME_STEP, 2)
            : new SyncVectorEnv(envs, AutoReset.SAME_STEP);
    vector.reset(ResetOptions.seeded(1));
    vector.step(new int[] {1, 1, 1});
    assertThatThrownBy(() -> vector.step(new int[] {1, 1, 1}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Environment 1 of Chain-v1 failed in step: broken wire")
        .hasCauseInstanceOf(UnsupportedOperationException.class);
    assertThat(((Fragile) envs.get(1)).closed).isTrue();
    assertThatThrownBy(() -> envs.get(2).reset(ResetOptions.none())).hasMessageContaining("closed");
    vector.close();
  }
}
