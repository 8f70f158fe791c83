package org.arbit.experiments.cli;

/** Where {@code ./arbit} enters. */
public final class Main {

  private Main() {}

  /** Runs the command that is given, and exits with its code. */
  public static void main(String[] args) {
    System.exit(Arbit.run(Terminal.ofProcess(), args));
  }
}
