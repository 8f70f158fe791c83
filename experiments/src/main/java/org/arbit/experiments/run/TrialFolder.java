package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.arbit.experiments.SummaryFile;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * The run folder of one trial. Several attempts may write to it, but only one after the other: who
 * was told to stop, or has lost the sweep, saves first.
 */
public final class TrialFolder {

  /** Longer than a worker is given to save. */
  static final Duration PATIENCE = Duration.ofSeconds(25);

  private TrialFolder() {}

  /** What an earlier attempt has left. */
  public enum State {
    /** Nothing that is of use. */
    EMPTY,
    /** A run that can go on. */
    STARTED,
    /** All results. */
    DONE
  }

  /** Returns whether all results are there. */
  static boolean isDone(Path folder) {
    return Files.isRegularFile(folder.resolve(SummaryFile.NAME));
  }

  /**
   * Makes a folder ready for an attempt: waits for an earlier one that is still saving, and removes
   * what cannot be resumed.
   *
   * @throws InvalidInputException if another process keeps the folder
   */
  public static State settle(Path folder) throws IOException, InterruptedException {
    if (Files.isDirectory(folder)) {
      RunLock.awaitFree(folder, PATIENCE);
    }
    if (isDone(folder)) {
      return State.DONE;
    }
    if (Files.isRegularFile(folder.resolve(Quickstart.CONFIG))) {
      return State.STARTED;
    }
    AtomicFiles.deleteRecursively(folder);
    return State.EMPTY;
  }
}
