package org.arbit.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.arbit.agents.AgentFile;
import org.arbit.agents.LearningAgent;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The states of one training, newest last: each written atomically under a name that grows, the
 * oldest removed. An agent that is done is kept as {@code final}.
 */
public final class Checkpoints {

  /** Keeps nothing. */
  public static final Checkpoints NONE = new Checkpoints(null, 0);

  private static final String PREFIX = "step-";
  private static final String SUFFIX = ".safetensors";
  private static final String FINAL = "final" + SUFFIX;

  private final @Nullable Path folder;
  private final int keep;

  /**
   * Keeps states in a folder, which is made when it is needed.
   *
   * @param keep number of states that are kept
   */
  public Checkpoints(@Nullable Path folder, int keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /**
   * Returns the newest state that can be used, if there is one; a final one before all others.
   *
   * @param restore makes an agent of what a file holds
   * @param damaged is told of newer states that cannot be used
   * @throws InvalidInputException if there are states, but none that can be used; of the newest
   */
  public Optional<LearningAgent> newest(
      Function<AgentFile, LearningAgent> restore, Consumer<String> damaged) {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      List<Path> states = new ArrayList<>(states());
      if (Files.exists(folder.resolve(FINAL))) {
        states.add(folder.resolve(FINAL));
      }
      List<InvalidInputException> wrong = new ArrayList<>();
      for (int k = states.size() - 1; k >= 0; k--) {
        Path file = states.get(k);
        try {
          AgentFile read = AgentFile.read(file);
          LearningAgent agent = InvalidInputException.naming(file, () -> restore.apply(read));
          wrong.forEach(e -> damaged.accept(e.getMessage() + " Going on from " + file + "."));
          return Optional.of(agent);
        } catch (InvalidInputException e) {
          wrong.add(e);
        }
      }
      if (!wrong.isEmpty()) {
        throw wrong.get(0);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the steps of the newest state: 0 without one, and without bound for a final one. */
  long newestSteps() throws IOException {
    if (folder != null && Files.exists(folder.resolve(FINAL))) {
      return Long.MAX_VALUE;
    }
    List<Path> states = states();
    if (states.isEmpty()) {
      return 0;
    }
    String name = states.get(states.size() - 1).getFileName().toString();
    return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
  }

  /**
   * Keeps a state, and removes what is too old.
   *
   * @param steps of the agent's life
   */
  void keep(long steps, AgentFile state) throws IOException {
    if (folder == null) {
      return;
    }
    state.write(folder.resolve(String.format(Locale.ROOT, "%s%012d%s", PREFIX, steps, SUFFIX)));
    List<Path> states = states();
    for (Path old : states.subList(0, Math.max(0, states.size() - keep))) {
      Files.deleteIfExists(old);
    }
  }

  /** Keeps the state at the end of the training. */
  void keepFinal(AgentFile state) throws IOException {
    if (folder != null) {
      state.write(folder.resolve(FINAL));
    }
  }

  private List<Path> states() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }
}
