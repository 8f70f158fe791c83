package org.arbit.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    BenchResult result = new BenchRunner(0, 5, () -> nanos).measure(bench, b -> 8.0);

    assertThat(result.medianMillis()).isEqualTo(4.0, within(1e-9));
    assertThat(result.workPerSecond()).isEqualTo(25_000, within(1e-6));
    assertThat(result.ratioToFloor()).isEqualTo(2.0, within(1e-9));
    assertThat(result.ratioToPeer()).isEqualTo(0.5, within(1e-9));
    assertThat(result.rounds()).isEqualTo(5);
    assertThat(bench.closed).isTrue();
  }

  @Test
  void theOrderAlternates() {
    new BenchRunner(0, 2, () -> nanos).measure(new Fake("fake/a"), null);
    assertThat(order).containsExactly("work", "floor", "floor", "work");
  }

  @Test
  void roundsBeforeTheFirstAndAfterThePeerAreNotCounted() {
    BenchResult result =
        new BenchRunner(1, 2, () -> nanos)
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

      BenchResult result = new BenchRunner(0, 5, () -> nanos).measure(compared, null);

      boolean half = kind == Bench.Reference.HALF;
      assertThat(result.ratioToHalf()).isEqualTo(half ? 1.0 : null);
      assertThat(result.ratioToOneWorker()).isEqualTo(half ? null : 1.0);
      assertThat(result.ratioToFloor()).isNull();
      assertThat(whole.closed && other.closed).isTrue();
    }
  }

  @Test
  void memoryThatARoundKeepsShowsAsGrowth() {
    List<byte[]> kept = new ArrayList<>();
    Bench leaking =
        new Bench() {
          @Override
          public String name() {
            return "leaking";
          }

          @Override
          public String summary() {
            return "keeps a megabyte a round";
          }

          @Override
          public long work() {
            return 1;
          }

          @Override
          public Prepared prepare() {
            return () -> {
              byte[] block = new byte[1 << 20];
              Arrays.fill(block, (byte) kept.size());
              kept.add(block);
            };
          }
        };
    BenchResult result = new BenchRunner(0, 300, System::nanoTime).measure(leaking, null);
    assertThat(kept).hasSize(300);
    assertThat(result.residentGrowthMegabytes()).isGreaterThan(150);
  }
}
