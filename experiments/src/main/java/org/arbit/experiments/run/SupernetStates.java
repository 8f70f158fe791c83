package org.arbit.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.TrainingProgress;
import org.arbit.supernet.training.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * The states of the training of a super-network, in folders whose names grow with the steps: each
 * written as a whole, the oldest removed. The best network so far has a folder of its own.
 */
public final class SupernetStates {

  /** Keeps nothing. */
  static final SupernetStates NONE = new SupernetStates(null, Integer.MAX_VALUE, 0);

  /** The folder of the states in a run folder. */
  static final String FOLDER = "checkpoints";

  /** The folder of the best network in a run folder. */
  static final String BEST = "best";

  private static final String PREFIX = "step-";

  private final @Nullable Path run;
  private final int everySteps;
  private final int keep;

  /**
   * Keeps states in a run folder.
   *
   * @param everySteps steps from one state to the next
   * @param keep number of newest states that are kept
   */
  SupernetStates(@Nullable Path run, int everySteps, int keep) {
    this.run = run;
    this.everySteps = everySteps;
    this.keep = keep;
  }

  /** Returns the folder of the newest state in a run folder, if there is one. */
  public static Optional<Path> newestIn(Path run) {
    List<Path> states = states(run);
    return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.size() - 1));
  }

  /** Reads the newest state, if there is one. */
  Optional<TrainingState> newest() throws IOException {
    Optional<Path> newest = run == null ? Optional.empty() : newestIn(run);
    return newest.isPresent() ? Optional.of(TrainingState.load(newest.get())) : Optional.empty();
  }

  /** Does something with the newest state, which is named by the message if it cannot be used. */
  <T> T naming(InvalidInputException.Attempt<T, RuntimeException> attempt) {
    Optional<Path> newest = run == null ? Optional.empty() : newestIn(run);
    return newest.isPresent()
        ? InvalidInputException.naming(newest.get(), attempt)
        : attempt.call();
  }

  /** Keeps the state after a step, if it is time to. */
  void stepDone(TrainingProgress progress) {
    if (progress.step() % everySteps == 0) {
      keep(progress);
    }
  }

  /** Keeps the state after a step, and removes those that are too old. */
  void keep(TrainingProgress progress) {
    if (run == null) {
      return;
    }
    String name = String.format(Locale.ROOT, "%s%09d", PREFIX, progress.step());
    Path folder = run.resolve(FOLDER).resolve(name);
    if (Files.exists(folder)) {
      return;
    }
    try {
      progress.state().save(folder);
      List<Path> states = states(run);
      for (Path old : states.subList(0, Math.max(0, states.size() - keep))) {
        AtomicFiles.deleteRecursively(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the best network so far. */
  void keepBest(SuperNetCheckpoint best) {
    if (run == null) {
      return;
    }
    try {
      best.save(run.resolve(BEST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> states(Path run) {
    Path folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
