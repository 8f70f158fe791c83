package org.arbit.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.env.Box;
import org.arbit.env.Dict;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Space;
import org.arbit.env.Step;
import org.arbit.env.check.BanditEnv;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.CheckSubject;
import org.arbit.env.check.EnvCheck;
import org.arbit.env.check.InvalidActionsEnv;
import org.junit.jupiter.api.Test;

class WrappersTest {

  private static final ResetOptions SEEDED = ResetOptions.seeded(1);

  /** A chain that forgets to refuse anything. */
  private static final class Careless extends EnvWrapper {

    private boolean[] all = {true, true};

    Careless() {
      super(new ChainEnv(3));
    }

    @Override
    public Step reset(ResetOptions options) {
      Step step = inner().reset(options);
      all = step.mask().clone();
      return step;
    }

    @Override
    public Step step(int action) {
      return Step.terminal(new float[3], all.clone(), action, Map.of());
    }

    @Override
    public void close() {
      // Stays open.
    }
  }

  @Test
  void orderEnforcingRefusesWhatTheEnvironmentForgets() {
    OrderEnforcing env = new OrderEnforcing(new Careless());
    assertThatThrownBy(() -> env.step(0)).isInstanceOf(IllegalStateException.class);
    env.reset(SEEDED);
    assertThatThrownBy(() -> env.step(2)).isInstanceOf(IllegalArgumentException.class);
    env.step(1);
    assertThatThrownBy(() -> env.step(0)).hasMessageContaining("ended");
    env.close();
    assertThatThrownBy(() -> env.reset(SEEDED)).hasMessageContaining("closed");
  }

  @Test
  void timeLimitTruncatesButLeavesAnOwnEndAlone() {
    TimeLimit env = new TimeLimit(new ChainEnv(4), 3);
    env.reset(SEEDED);
    assertThat(env.step(0).truncated()).isFalse();
    env.step(0);
    Step cut = env.step(0);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.terminated()).isFalse();
    assertThatThrownBy(() -> env.step(0)).hasMessageContaining("cut off");
    env.reset(SEEDED);
    env.step(1);
    env.step(1);
    Step end = env.step(1);
    assertThat(end.terminated()).isTrue();
    assertThat(end.truncated()).isFalse();
  }

  @Test
  void monitorTellsReturnLengthAndTimeOnce() {
    long[] now = {0};
    Monitor env = new Monitor(new ChainEnv(3), () -> now[0] += 500_000_000L);
    env.reset(SEEDED);
    assertThat(env.step(1).info()).doesNotContainKey(Monitor.KEY);
    Map<?, ?> episode = (Map<?, ?>) env.step(1).info().get(Monitor.KEY);
    assertThat(episode.get("l")).isEqualTo(2);
    assertThat((Double) episode.get("r")).isCloseTo(0.99, within(1e-12));
    assertThat(episode.get("t")).isEqualTo(0.5);
    Monitor twice = new Monitor(new Monitor(new BanditEnv(2)));
    twice.reset(SEEDED);
    assertThatThrownBy(() -> twice.step(0)).hasMessageContaining("monitored twice");
  }

  @Test
  void observationsAreNormalisedUntilFrozen() {
    NormalizeObservation env = new NormalizeObservation(new ChainEnv(3));
    float sum = 0;
    for (int episode = 0; episode < 200; episode++) {
      env.reset(SEEDED);
      env.step(0);
      sum += env.step(1).observation()[1];
    }
    // Place 1 is seen in a third of all observations: (1 - 1/3) / sqrt(2/9) = 1.414.
    assertThat(sum / 200).isCloseTo(1.414f, within(0.1f));
    String learned = env.moments().toJson();
    NormalizeObservation test = new NormalizeObservation(new ChainEnv(3), env.moments()).freeze();
    float[] first = test.reset(SEEDED).observation();
    test.step(1);
    assertThat(test.reset(SEEDED).observation()).isEqualTo(first);
    assertThat(env.moments().toJson()).isEqualTo(learned);
    RunningMoments read = new RunningMoments(3);
    read.restore(learned);
    assertThat(read.toJson()).isEqualTo(learned);
    assertThat(test.observationSpace().low(0)).isEqualTo(-10);
    assertThatThrownBy(() -> new RunningMoments(2).restore(learned))
        .hasMessageContaining("2 entries");
  }

  @Test
  void rewardsAreScaledAndTheRawOneIsKept() {
    NormalizeReward env = new NormalizeReward(new ChainEnv(3), 1);
    Step last = null;
    for (int episode = 0; episode < 50; episode++) {
      env.reset(SEEDED);
      env.step(1);
      last = env.step(1);
    }
    // Returns are -0.01 and 0.99 in turn: standard deviation 0.5.
    assertThat(last.reward()).isCloseTo(2, within(0.05));
    assertThat(last.info().get(NormalizeReward.KEY)).isEqualTo(1.0);
    env.freeze();
    long seen = env.moments().count();
    env.reset(SEEDED);
    env.step(1);
    assertThat(env.moments().count()).isEqualTo(seen);
  }

  @Test
  void actionMaskerAddsToTheMask() {
    boolean[] evenOnly = new boolean[32];
    for (int a = 0; a < 32; a += 2) {
      evenOnly[a] = true;
    }
    ActionMasker env = new ActionMasker(new InvalidActionsEnv(4, 8, true), step -> evenOnly);
    Step step = env.reset(SEEDED);
    assertThat(env.actionMasks()).isEqualTo(step.mask());
    for (int a = 0; a < 32; a++) {
      assertThat(step.mask()[a]).isEqualTo(evenOnly[a] && env.unwrapped().actionMasks()[a]);
    }
    int odd = 1;
    assertThatThrownBy(() -> env.step(odd)).hasMessageContaining("masked");
    ActionMasker none = new ActionMasker(new ChainEnv(3), s -> new boolean[2]);
    assertThatThrownBy(() -> none.reset(SEEDED)).hasMessageContaining("leaves no action");
  }

  @Test
  void recorderKeepsWholeEpisodes() {
    List<Recorder.Episode> kept = new ArrayList<>();
    Recorder env = new Recorder(new ChainEnv(3), kept::add);
    Step first = env.reset(SEEDED);
    Arrays.fill(first.observation(), 9);
    env.step(1);
    assertThat(kept).isEmpty();
    env.step(1);
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).actions()).containsExactly(1, 1);
    assertThat(kept.get(0).steps()).hasSize(3);
    assertThat(kept.get(0).steps().get(0).observation()).containsExactly(1, 0, 0);
    assertThat(kept.get(0).total()).isCloseTo(0.99, within(1e-12));
  }

  @Test
  void flattenMakesAVectorOfNamedParts() {
    Map<String, Space<?>> parts = new LinkedHashMap<>();
    parts.put("kind", new Discrete(2));
    parts.put("level", Box.uniform(-1, 1, 2));
    Dict space = new Dict(parts);
    Flatten<Map<String, Object>> env =
        new Flatten<>(
            new StructuredEnv<>() {
              @Override
              public EnvSpec spec() {
                return EnvSpec.of("Parts-v1");
              }

              @Override
              public Space<Map<String, Object>> observationSpace() {
                return space;
              }

              @Override
              public Discrete actionSpace() {
                return new Discrete(2);
              }

              @Override
              public Outcome<Map<String, Object>> reset(ResetOptions options) {
                Map<String, Object> parts = Map.of("kind", 1, "level", new float[] {0.5f, -0.5f});
                return new Outcome<>(parts, actionMasks(), 0, false, false, Map.of());
              }

              @Override
              public Outcome<Map<String, Object>> step(int action) {
                return reset(ResetOptions.none());
              }

              @Override
              public boolean[] actionMasks() {
                return new boolean[] {true, false};
              }

              @Override
              public void close() {
                // Holds nothing.
              }
            });
    assertThat(env.reset(SEEDED).observation()).containsExactly(0, 1, 0.5f, -0.5f);
    assertThat(env.observationSpace())
        .isEqualTo(Box.of(new float[] {0, 0, -1, -1}, new float[] {1, 1, 1, 1}));
    assertThat(env.step(0).mask()).containsExactly(true, false);
  }

  @Test
  void passiveCheckerComplainsOnceAndChangesNothing() {
    List<String> complaints = new ArrayList<>();
    Env wrong =
        new EnvWrapper(new ChainEnv(3)) {
          @Override
          public Step step(int action) {
            return Step.next(new float[] {0, 7, 0}, new boolean[1], Double.NaN, Map.of());
          }
        };
    PassiveChecker env = new PassiveChecker(wrong, complaints::add);
    assertThat(env.reset(SEEDED).observation()).containsExactly(1, 0, 0);
    assertThat(complaints).isEmpty();
    assertThat(env.step(0).observation()).containsExactly(0, 7, 0);
    env.step(0);
    assertThat(complaints).hasSize(3);
    assertThat(complaints.get(0)).contains("entry 1");
  }

  @Test
  void wrappersKeepTheRules() {
    CheckReport report =
        EnvCheck.check(
            CheckSubject.ofSingle(
                "wrapped",
                () ->
                    new PassiveChecker(
                        new TimeLimit(new OrderEnforcing(new InvalidActionsEnv(4, 8, true)), 3),
                        complaint -> {
                          throw new IllegalStateException(complaint);
                        })));
    assertThat(report.ok()).as(report.toText()).isTrue();
    Env inner = new ChainEnv(3);
    assertThat(new TimeLimit(new OrderEnforcing(inner), 5).unwrapped()).isSameAs(inner);
    assertThat(new TimeLimit(inner, 5).spec()).isEqualTo(inner.spec());
  }
}
