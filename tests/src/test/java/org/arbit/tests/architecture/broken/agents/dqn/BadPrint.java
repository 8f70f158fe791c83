package org.arbit.tests.architecture.broken.agents.dqn;

final class BadPrint {
  private BadPrint() {}

  static void print() {
    System.err.println();
  }
}
