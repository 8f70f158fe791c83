package org.arbit.experiments.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** Returns how to start a worker: this process's Java, flags and class path. */
  static List<String> program() {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // A debugger listens for one process only.
      if (!flag.startsWith("-agentlib:jdwp") && !flag.startsWith("-Xrunjdwp")) {
        program.add(flag);
      }
    }
    program.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    return program;
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
