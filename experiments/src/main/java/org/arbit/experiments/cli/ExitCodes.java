package org.arbit.experiments.cli;

/** What the program tells its caller. */
final class ExitCodes {

  /** Everything worked. */
  static final int OK = 0;

  /** The work failed. */
  static final int FAILED = 1;

  /** The command line, a configuration or a given file cannot be used. */
  static final int USAGE = 2;

  /** Interrupted by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
