package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  @Test
  void everyShardRunsOnceAndNoWorkerTwiceAtATime() {
    try (Workers workers = new Workers(3)) {
      for (int round = 0; round < 200; round++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(20);
        AtomicIntegerArray busy = new AtomicIntegerArray(3);
        AtomicInteger clashes = new AtomicInteger();
        workers.run(
            20,
            (worker, shard) -> {
              clashes.addAndGet(busy.getAndIncrement(worker));
              runs.incrementAndGet(shard);
              busy.decrementAndGet(worker);
            });
        assertThat(clashes).hasValue(0);
        for (int shard = 0; shard < 20; shard++) {
          assertThat(runs.get(shard)).as("shard %d", shard).isEqualTo(1);
        }
      }
    }
  }

  /** Two shards that wait for each other end only if two threads run them at the same time. */
  @Test
  void helpersWakeUpAgain() {
    try (Workers workers = new Workers(2)) {
      Thread[] helper = new Thread[1];
      workers.run(2, (worker, shard) -> meet(new CyclicBarrier(1)));
      for (int round = 0; round < 3; round++) {
        CyclicBarrier barrier = new CyclicBarrier(2);
        workers.run(
            2,
            (worker, shard) -> {
              if (worker == 1) {
                helper[0] = Thread.currentThread();
                // It must not keep the helper from sleeping, or from waking up.
                meet(barrier);
                Thread.currentThread().interrupt();
              } else {
                meet(barrier);
              }
            });
        while (helper[0].getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first shard of either worker waits until all others have run. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whoIsDoneTakesShardsFromOthers(int slow) {
    try (Workers workers = new Workers(2)) {
      CountDownLatch others = new CountDownLatch(3);
      workers.run(
          4,
          (worker, shard) -> {
            if (shard != slow) {
              others.countDown();
              return;
            }
            try {
              assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  @Test
  void theFirstFailureIsThrownWhenAllHaveEnded() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger running = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  workers.run(
                      50,
                      (worker, shard) -> {
                        running.incrementAndGet();
                        try {
                          if (shard == 7) {
                            throw new IllegalStateException("seven");
                          }
                        } finally {
                          running.decrementAndGet();
                        }
                      }))
          .hasMessage("seven");
      assertThat(running).hasValue(0);
      AtomicInteger after = new AtomicInteger();
      workers.run(5, (worker, shard) -> after.incrementAndGet());
      assertThat(after).hasValue(5);
    }
  }

  @Test
  void closedWorkersLeaveEverythingToTheCaller() {
    Workers workers = new Workers(2);
    workers.close();
    AtomicInteger runs = new AtomicInteger();
    workers.run(4, (worker, shard) -> runs.incrementAndGet());
    assertThat(runs).hasValue(4);
  }

  @Test
  void thereIsAtLeastOneWorker() {
    assertThatThrownBy(() -> new Workers(0)).hasMessageContaining("At least one worker");
  }
}
