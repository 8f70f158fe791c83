package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Keeps a second process out of a run folder; the system frees it when its process dies. */
final class RunLock implements AutoCloseable {

  private static final String NAME = ".lock";
  private static final long POLL_MILLIS = 200;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws InvalidInputException if another process has it
   */
  static RunLock take(Path runFolder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            runFolder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new InvalidInputException(
          runFolder + " is in use by another process. Maybe wait for it, or take another folder?");
    }
    return new RunLock(channel);
  }

  /**
   * Waits until no other process has the folder, but no longer than {@code patience}: a process
   * that was told to stop saves first.
   *
   * @throws InvalidInputException if another process still has it
   */
  static void awaitFree(Path runFolder, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try (RunLock free = take(runFolder)) {
        return;
      } catch (InvalidInputException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
