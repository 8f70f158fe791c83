package org.arbit.experiments.cli;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.arbit.experiments.run.Progress;

/** Where commands print: results to one stream, progress and errors to the other. */
final class Terminal {

  private final PrintWriter out;
  private final PrintStream errors;
  private final PrintWriter err;
  private final boolean interactive;

  /**
   * Names the streams.
   *
   * @param out for results: tables, JSON
   * @param errors for progress and errors
   * @param interactive whether a person looks at {@code errors}
   */
  Terminal(PrintStream out, PrintStream errors, boolean interactive) {
    this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
    this.errors = errors;
    this.err = new PrintWriter(errors, true, StandardCharsets.UTF_8);
    this.interactive = interactive;
  }

  /** Returns the terminal of this process. */
  static Terminal ofProcess() {
    return new Terminal(System.out, System.err, isInteractive());
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Returns how to show progress here. */
  Progress progress(boolean quiet) {
    if (quiet) {
      return new WarningsOnly(err);
    }
    return interactive ? new BarProgress(errors) : new LogProgress(err, System::nanoTime);
  }

  /** What {@code --quiet} leaves. */
  private record WarningsOnly(PrintWriter out) implements Progress {

    @Override
    public Part start(String name, String unit, long total) {
      return QUIET.start(name, unit, total);
    }

    @Override
    public void say(String line) {}

    @Override
    public void warn(String line) {
      out.println(line);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // what newer versions return is asked below
  private static boolean isInteractive() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // Since JDK 22 there is a console without a terminal, too, and a method that tells.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
