package org.arbit.supernet.layers;

import com.google.common.base.Throwables;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs the shards of a batch on a fixed number of threads, the caller's included, each limited to
 * one ND4J thread. Which worker runs which shard is left to chance, so results must not depend on
 * it: a shard writes to places of its own, and whoever adds them up does so in shard order.
 */
public final class Workers implements AutoCloseable {

  /** A shard of the work. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one shard.
     *
     * @param worker 0..size-1, different for shards that run at the same time; picks scratch memory
     * @param shard 0..shards-1
     */
    void run(int worker, int shard);
  }

  private final int size;
  private final @Nullable ExecutorService pool;

  /**
   * Makes a pool.
   *
   * @param size number of threads that work at the same time, at least 1
   */
  public Workers(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("At least one worker is needed, but there are " + size);
    }
    this.size = size;
    this.pool = size == 1 ? null : Executors.newFixedThreadPool(size - 1, Workers::daemon);
  }

  /** Returns a pool with a worker for every processor. */
  public static Workers forThisMachine() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  private static Thread daemon(Runnable target) {
    Thread thread = new Thread(target, "arbit-worker");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the number of threads that work at the same time. */
  public int size() {
    return size;
  }

  /**
   * Runs all shards and returns when the last one is done.
   *
   * @throws RuntimeException the first failure of a shard; the others have ended by then
   */
  public void run(int shards, Task task) {
    Job job = new Job(shards, task);
    int helpers = Math.min(size, shards) - 1;
    for (int worker = 1; worker <= helpers; worker++) {
      int slot = worker;
      if (pool != null) {
        pool.execute(() -> job.work(slot));
      }
    }
    job.work(0);
    job.await();
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }

  private static final class Job {
    private final int shards;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(int shards, Task task) {
      this.shards = shards;
      this.task = task;
      this.running = new CountDownLatch(shards);
    }

    void work(int worker) {
      Nd4jThreads.limit();
      for (int shard = next.getAndIncrement(); shard < shards; shard = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.run(worker, shard);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          running.countDown();
        }
      }
    }

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          running.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable thrown = failure.get();
      if (thrown != null) {
        Throwables.throwIfUnchecked(thrown);
      }
    }
  }
}
