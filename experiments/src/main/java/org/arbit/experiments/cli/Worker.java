package org.arbit.experiments.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.arbit.experiments.run.TrialProgram;

/**
 * Where a worker process of a sweep enters. It runs a command as {@link Main} does, and stops when
 * its input ends: then the sweep is gone, even if it was killed and could not say so.
 */
public final class Worker {

  private Worker() {}

  /** Runs the command that is given, and exits with its code. */
  public static void main(String[] args) {
    Thread watch = new Thread(Worker::exitWithTheSweep, "arbit-watch");
    watch.setDaemon(true);
    watch.start();
    System.exit(Arbit.run(Terminal.ofProcess(), args));
  }

  /** Returns how to start a worker that does a command: with this process's flags of Java. */
  static TrialProgram program(List<String> words) {
    List<String> flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            // A debugger listens for one process only.
            .filter(flag -> !flag.startsWith("-agentlib:jdwp") && !flag.startsWith("-Xrunjdwp"))
            .toList();
    return new TrialProgram(flags, Worker.class.getName(), words);
  }

  private static void exitWithTheSweep() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    System.exit(ExitCodes.INTERRUPTED);
  }
}
