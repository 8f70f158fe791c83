package org.arbit.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BenchRunnerTest {

  private long nanos;
  private final List<String> order = new ArrayList<>();

  /** Costs 4 ms and its floor 2 ms, both times the load, which differs from round to round. */
  private final class Fake implements Bench {

    private final String name;
    private int calls;
    private boolean closed;

    Fake(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String summary() {
      return "nothing";
    }

    @Override
    public long work() {
      return 100;
    }

    @Override
    public Prepared prepare() {
      return new Prepared() {
        @Override
        public void run() {
          order.add("work");
          nanos += 4_000_000L * load();
        }

        @Override
        public Reference reference() {
          return Reference.FLOOR;
        }

        @Override
        public void runReference() {
          order.add("floor");
          nanos += 2_000_000L * load();
        }

        @Override
        public void close() {
          closed = true;
        }
      };
    }

    private long load() {
      return calls++ / 2 % 3 == 2 ? 50 : 1;
    }
  }

  @Test
  void mediansForgetANoisyRoundAndRatiosAreTakenWithinRounds() {
    Fake bench = new Fake("fake/a");
    BenchResult result = runner(0, 5).measure(bench, b -> 8.0);

    assertThat(result.medianMillis()).isEqualTo(4.0, within(1e-9));
    assertThat(result.workPerSecond()).isEqualTo(25_000, within(1e-6));
    assertThat(result.ratioToFloor()).isEqualTo(2.0, within(1e-9));
    assertThat(result.ratioToPeer()).isEqualTo(0.5, within(1e-9));
    assertThat(result.rounds()).isEqualTo(5);
    assertThat(bench.closed).isTrue();
  }

  @Test
  void theOrderAlternates() {
    runner(0, 2).measure(new Fake("fake/a"), null);
    assertThat(order).containsExactly("work", "floor", "floor", "work");
  }

  @Test
  void roundsBeforeTheFirstAndAfterThePeerAreNotCounted() {
    BenchResult result =
        runner(1, 2)
            .measure(
                new Fake("fake/a"),
                b -> {
                  order.add("peer");
                  return 8.0;
                });

    assertThat(order)
        .containsExactly(
            "work", "floor", "work", "floor", "floor", "work", "peer", "work", "floor");
    assertThat(result.rounds()).isEqualTo(2);
  }

  @Test
  void warmUpGoesOnUntilItsTimeIsOver() {
    // Rounds take 6, 6 and 300 ms, so that the third is the first to end after 0.31 s.
    new BenchRunner(1, 0.31, 1, () -> nanos, () -> 0).measure(new Fake("fake/a"), null);
    assertThat(order).hasSize(2 * (3 + 1));
  }

  @Test
  void namesAreSelectedWholeOrByTheirBeginning() {
    Benches benches = new Benches(List.of(new Fake("a/x"), new Fake("a/y"), new Fake("b/x")));
    assertThat(benches.select(List.of())).hasSize(3);
    assertThat(benches.select(List.of("a", "b/x")))
        .extracting(Bench::name)
        .containsExactly("a/x", "a/y", "b/x");
    assertThatThrownBy(() -> benches.select(List.of("a/z"))).hasMessageContaining("Maybe \"a/x\"?");
  }

  @Test
  void comparedMeasurementsGiveTheRatioOfTheirKindAlone() {
    for (Bench.Reference kind : List.of(Bench.Reference.HALF, Bench.Reference.ONE_WORKER)) {
      Fake whole = new Fake("whole");
      Fake other = new Fake("other");
      Bench compared = new ComparedBench("twice", whole, other, kind);

      BenchResult result = runner(0, 5).measure(compared, null);

      boolean half = kind == Bench.Reference.HALF;
      assertThat(result.ratioToHalf()).isEqualTo(half ? 1.0 : null);
      assertThat(result.ratioToOneWorker()).isEqualTo(half ? null : 1.0);
      assertThat(result.ratioToFloor()).isNull();
      assertThat(whole.closed && other.closed).isTrue();
    }
  }

  @Test
  void memoryThatARoundKeepsShowsAsGrowth() {
    List<byte[][]> kept = new ArrayList<>();
    LongSupplier resident = () -> (1000L + 2L * kept.size()) << 20;
    Bench leaking =
        new Bench() {
          @Override
          public String name() {
            return "leaking";
          }

          @Override
          public String summary() {
            return "keeps a megabyte a round on the heap and another off it";
          }

          @Override
          public long work() {
            return 1;
          }

          @Override
          public Prepared prepare() {
            return () -> kept.add(new byte[4][1 << 18]);
          }
        };
    BenchResult result = new BenchRunner(0, 0, 100, () -> nanos, resident).measure(leaking, null);
    assertThat(kept).hasSize(100);
    assertThat(result.residentMegabytes()).isEqualTo(1200);
    assertThat(result.residentGrowthMegabytes()).isEqualTo(2 * 89);
    assertThat(result.heapGrowthMegabytes()).isBetween(80.0, 98.0);
  }

  private BenchRunner runner(int warmUps, int rounds) {
    return new BenchRunner(warmUps, 0, rounds, () -> nanos, () -> 0);
  }
}
