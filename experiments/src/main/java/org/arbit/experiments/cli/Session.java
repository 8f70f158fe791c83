package org.arbit.experiments.cli;

import java.io.PrintWriter;
import org.arbit.experiments.run.Progress;

/** What every command is given: where to print, and how to hear that the user wants to stop. */
record Session(Terminal terminal, Interruption interruption) {

  /** Returns where results go. */
  PrintWriter out() {
    return terminal.out();
  }

  /** Returns progress that is shown as the options say, and ends the work on Ctrl-C. */
  Progress progress(CommonOptions options) {
    return interruption.interruptible(terminal.progress(options.quiet));
  }

  /** Shows what went wrong with a part of the work. */
  void error(String line) {
    terminal.err().println("arbit: " + line);
    terminal.err().flush();
  }
}
