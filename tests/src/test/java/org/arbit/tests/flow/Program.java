package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The program in a process of its own, as a user runs it. */
record Program(Path folder) {

  private static final long PATIENCE_SECONDS = 300;
  private static final long POLL_MILLIS = 5;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long INTERRUPT = 1L << 1;

  /** Of Java, for runs that mostly start. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** What a run printed and how it ended. */
  record Ended(int code, String out, String err) {}

  /** Runs the program in {@link #folder} to its end. */
  Ended run(String... arguments) {
    try {
      Path out = Files.createTempFile("arbit-out", ".txt");
      Path err = Files.createTempFile("arbit-err", ".txt");
      Process process =
          command(List.of(), arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        int code = await(process);
        return new Ended(code, Files.readString(out), Files.readString(err));
      } finally {
        process.destroyForcibly();
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program until it prints {@code sign} to its errors, then sends it a Ctrl-C. */
  Ended interruptAt(String sign, String... arguments) throws IOException, InterruptedException {
    Process process =
        command(List.of(), arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    StringBuilder seen = new StringBuilder();
    boolean sent = false;
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        seen.append(line).append('\n');
        if (!sent && line.contains(sign)) {
          new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
          sent = true;
        }
      }
      return new Ended(await(process), "", seen.toString());
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Runs the program until {@code moment} has come, then kills it so that it cannot notice.
   *
   * @return whether it was killed before it had ended by itself
   */
  boolean killWhen(BooleanSupplier moment, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        command(SHORT_LIVED, arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!moment.getAsBoolean()) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return process.isAlive();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private ProcessBuilder command(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    if (ignoresInterrupts()) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("org.arbit.experiments.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder;
  }

  /**
   * Whether this process ignores Ctrl-C, as one does that a script has put into the background; its
   * children would ignore it, too.
   */
  private static boolean ignoresInterrupts() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("SigIgn:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(mask -> (mask & INTERRUPT) != 0);
    } catch (IOException e) {
      return false; // only Linux tells
    }
  }

  private static int await(Process process) {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("the program ends within %d s", PATIENCE_SECONDS)
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The wait for the program was interrupted.", e);
    }
  }
}
