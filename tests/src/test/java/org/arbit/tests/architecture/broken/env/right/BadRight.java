package org.arbit.tests.architecture.broken.env.right;

import org.arbit.tests.architecture.broken.env.left.BadLeft;

/** One half of a cycle. */
public interface BadRight {
  /** To the other half. */
  BadLeft left();
}
