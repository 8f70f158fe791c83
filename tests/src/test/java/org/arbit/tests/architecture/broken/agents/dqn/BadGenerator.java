package org.arbit.tests.architecture.broken.agents.dqn;

import java.util.SplittableRandom;

final class BadGenerator {
  static final SplittableRandom GENERATOR = new SplittableRandom(1);

  private BadGenerator() {}
}
