package org.arbit.experiments.cli;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.arbit.experiments.run.Progress;

/**
 * Hears Ctrl-C. The virtual machine is kept alive until the work has noticed, at its next sign of
 * progress, and has saved or removed what it was writing; then it ends with code 130.
 */
final class Interruption implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "arbit-interruption");
  private volatile boolean requested;

  /** Starts to listen, until closed. */
  static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Asks the work to stop. */
  void request() {
    requested = true;
  }

  /** Returns {@code progress} that ends the work when the user wants to stop. */
  Progress interruptible(Progress progress) {
    return new Progress() {
      @Override
      public Part start(String name, String unit, long total) {
        throwIfRequested();
        Part part = progress.start(name, unit, total);
        return new Part() {
          @Override
          public void to(long done, String detail) {
            throwIfRequested();
            part.to(done, detail);
          }

          @Override
          public void close() {
            part.close();
          }
        };
      }

      @Override
      public void say(String line) {
        throwIfRequested();
        progress.say(line);
      }

      @Override
      public void warn(String line) {
        throwIfRequested();
        progress.warn(line);
      }
    };
  }

  private void throwIfRequested() {
    if (requested) {
      throw new CancellationException("Stopped by Ctrl-C.");
    }
  }

  private void interrupted() {
    request();
    try {
      if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("arbit: The work does not stop; what it was writing may be left over.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the work has ended. */
  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The machine is already on its way out.
      }
    }
  }
}
