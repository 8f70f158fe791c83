package org.arbit.tests.architecture.broken.env;

import org.arbit.tests.architecture.broken.supernet.Port;

/** Allowed. */
public interface Contract {
  /** Goes downwards. */
  Port port();
}
