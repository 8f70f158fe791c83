package org.arbit.supernet.layers;

import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the shards of a batch on a fixed number of threads, the caller's included, each limited to
 * one ND4J thread. Any worker may run any shard, so results must not depend on it: a shard writes
 * to places of its own, and whoever adds them up does so in shard order.
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

  /**
   * How often a thread looks whether there is something to do before it goes to sleep, some tens of
   * microseconds in all. From one layer to the next it takes less, and waking up takes longer: with
   * a pool of {@code java.util.concurrent} in its place a training step of ResNet-8 took longer in
   * every pair of runs ({@code arbit bench --only train-step}, 2026-11-22).
   */
  private static final int SPINS = 2000;

  private final int size;
  private final List<Helper> helpers = new ArrayList<>();

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
    for (int slot = 1; slot < size; slot++) {
      helpers.add(new Helper(slot));
    }
  }

  /** Returns a pool with a worker for every processor. */
  public static Workers forThisMachine() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /** Returns the number of threads that work at the same time. */
  public int size() {
    return size;
  }

  /**
   * Runs all shards and returns when the last one is done. Each worker begins with a part of its
   * own, the same one whenever there are so many shards, so that it finds in its cache what it left
   * there; who is done takes shards from others.
   *
   * @throws RuntimeException the first failure of a shard; the others have ended by then
   */
  public void run(int shards, Task task) {
    Job job = new Job(shards, Math.max(1, Math.min(size, shards)), task);
    for (Helper helper : helpers.subList(0, job.parts.length - 1)) {
      helper.take(job);
    }
    job.work(0);
    job.await();
  }

  @Override
  public void close() {
    helpers.forEach(Helper::stop);
  }

  /** A thread that works on whatever it is given, one job after the other. */
  private static final class Helper {

    private final int slot;
    private final Thread thread = new Thread(this::loop, "arbit-worker");
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Helper(int slot) {
      this.slot = slot;
      thread.setDaemon(true);
    }

    synchronized void take(Job job) {
      jobs.add(job);
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      }
      LockSupport.unpark(thread);
    }

    void stop() {
      stopped = true;
      LockSupport.unpark(thread);
    }

    private void loop() {
      int idle = 0;
      while (true) {
        Job job = jobs.poll();
        if (job != null) {
          job.work(slot);
          idle = 0;
        } else if (stopped) {
          return;
        } else if (idle < SPINS) {
          idle++;
          Thread.onSpinWait();
        } else {
          // Whatever a task has left behind, an interrupted thread would not sleep.
          Thread.interrupted();
          LockSupport.park(this);
        }
      }
    }
  }

  /** A worker's shards, of which it takes one after the other, and idle workers as well. */
  private record Part(AtomicInteger next, int end) {}

  private static final class Job {
    private final Part[] parts;
    private final Task task;
    private final CountDownLatch running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(int shards, int count, Task task) {
      parts = new Part[count];
      for (int i = 0; i < count; i++) {
        parts[i] = new Part(new AtomicInteger(i * shards / count), (i + 1) * shards / count);
      }
      this.task = task;
      this.running = new CountDownLatch(shards);
    }

    void work(int worker) {
      Nd4jThreads.limit();
      for (int i = 0; i < parts.length; i++) {
        Part part = parts[(worker + i) % parts.length];
        int end = part.end;
        for (int shard = part.next.getAndIncrement(); shard < end; ) {
          work(worker, shard);
          shard = part.next.getAndIncrement();
        }
      }
    }

    private void work(int worker, int shard) {
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

    void await() {
      for (int idle = 0; idle < SPINS && running.getCount() > 0; idle++) {
        Thread.onSpinWait();
      }
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
