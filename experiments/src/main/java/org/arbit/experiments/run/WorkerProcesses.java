package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Does each trial in a process of its own, which writes what it says to a file beside the folder of
 * the trial. A worker whose input ends has lost the sweep, and stops.
 */
public final class WorkerProcesses implements TrialRunner {

  private static final String PREFIX = "arbit: ";
  private static final long SECONDS_TO_SAVE = 20;

  /** Added to the number of the signal that ended a process to make its exit code. */
  private static final int SIGNALS = 128;

  private static final String KILLED = "It was killed, and said last: ";

  private final List<String> program;
  private final Path directory;

  /**
   * Names the program.
   *
   * @param program with its flags, and the words of the command, before any option
   */
  public WorkerProcesses(List<String> program) {
    this(program, Path.of(""));
  }

  /**
   * Names the program and where it works.
   *
   * @param directory that relative paths in the settings of trials start from
   */
  public WorkerProcesses(List<String> program, Path directory) {
    this.program = List.copyOf(program);
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public Optional<String> run(Attempt attempt) throws IOException, InterruptedException {
    Path folder = attempt.folder();
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--config", attempt.config().toString(), "--out", folder.toString()));
    if (attempt.resume()) {
      command.add("--resume");
    }
    if (attempt.pauseAt() != null) {
      command.addAll(List.of("--pause-at", attempt.pauseAt().toString()));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    try {
      int code = process.waitFor();
      return code == 0 ? Optional.empty() : Optional.of(reason(code, log));
    } finally {
      stop(process);
    }
  }

  private static void stop(Process process) throws InterruptedException {
    if (process.isAlive()) {
      process.destroy();
      if (!process.waitFor(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** Returns the first error that the worker told, or how it ended. */
  private static String reason(int code, Path log) throws IOException {
    String end = " (exit code " + code + ", see " + log + ")";
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    return text.lines()
            .filter(line -> line.startsWith(PREFIX))
            .map(line -> line.substring(PREFIX.length()))
            .findFirst()
            .or(() -> lastOf(text).map(line -> code > SIGNALS ? KILLED + line : line))
            .orElse("It ended without a word.")
        + end;
  }

  private static Optional<String> lastOf(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce((first, last) -> last);
  }
}
