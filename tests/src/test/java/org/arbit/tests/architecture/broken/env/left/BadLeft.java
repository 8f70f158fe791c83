package org.arbit.tests.architecture.broken.env.left;

import org.arbit.tests.architecture.broken.env.right.BadRight;

/** One half of a cycle. */
public interface BadLeft {
  /** To the other half. */
  BadRight right();
}
