package org.arbit.tests.architecture.broken.supernet;

/** Allowed. */
public interface Port {
  /** Does nothing. */
  void run();
}
