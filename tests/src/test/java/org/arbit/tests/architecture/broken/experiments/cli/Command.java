package org.arbit.tests.architecture.broken.experiments.cli;

import org.arbit.tests.architecture.broken.experiments.run.Runner;

/** Allowed. */
public interface Command extends Runner {
  /** Prints, as only the command line may. */
  static void print() {
    System.out.println();
  }
}
