package org.arbit.experiments.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A commit, and whether files that git knows were changed since. Asks the program {@code git};
 * there is no state where that is missing, or where a folder is in no repository.
 *
 * @param commit hexadecimal hash
 * @param dirty whether there were changes
 */
public record GitState(String commit, boolean dirty) {

  private static final long PATIENCE_SECONDS = 10;

  /**
   * Returns the states of the repositories that the program and the working directory are in, as
   * {@code program} and {@code workingDirectory}, where there are any.
   */
  static Map<String, GitState> ofProgramAndWork() {
    Map<String, GitState> states = new LinkedHashMap<>();
    programFolder().flatMap(GitState::of).ifPresent(state -> states.put("program", state));
    of(Path.of("")).ifPresent(state -> states.put("workingDirectory", state));
    return states;
  }

  /** Returns the state of the repository that a folder is in, if it is in one. */
  static Optional<GitState> of(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path parent = absolute; parent != null; parent = parent.getParent()) {
      if (Files.exists(parent.resolve(".git"))) {
        return asked(absolute);
      }
    }
    return Optional.empty();
  }

  private static Optional<GitState> asked(Path folder) {
    try {
      Optional<String> commit = git(folder, "rev-parse", "HEAD");
      Optional<String> changes = git(folder, "status", "--porcelain", "--untracked-files=no");
      return commit.isPresent() && changes.isPresent()
          ? Optional.of(new GitState(commit.get(), !changes.get().isEmpty()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("arbit-git", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        boolean worked =
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        return worked
            ? Optional.of(new String(Files.readAllBytes(out), StandardCharsets.UTF_8).strip())
            : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(out);
    }
  }

  /** Returns where the program's own classes are. */
  private static Optional<Path> programFolder() {
    CodeSource source = GitState.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Optional.empty()
          : Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
