package org.arbit.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.arbit.experiments.run.Progress;

/**
 * What every command is given.
 *
 * @param terminal where to print
 * @param interruption how to hear that the user wants to stop
 * @param arguments what was typed
 */
record Session(Terminal terminal, Interruption interruption, List<String> arguments) {

  /** Copies the arguments. */
  Session {
    arguments = List.copyOf(arguments);
  }

  /** Returns where results go. */
  PrintWriter out() {
    return terminal.out();
  }

  /** Returns progress that is shown as the options say, and ends the work on Ctrl-C. */
  Progress progress(CommonOptions options) {
    return interruption.interruptible(terminal.progress(options.quiet));
  }

  /** Returns what was typed, as a shell reads it, to begin the same work anew. */
  String command() {
    return arguments.stream()
        .filter(argument -> !argument.equals("--resume"))
        .map(Session::quoted)
        .collect(Collectors.joining(" ", "./arbit ", ""));
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./=,:@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /** Shows what went wrong with a part of the work. */
  void error(String line) {
    terminal.err().println("arbit: " + line);
    terminal.err().flush();
  }
}
