package org.arbit.tests.architecture.broken.agents.dqn;

import java.util.Random;

final class Seeded {
  private Seeded() {}

  static Random seeded(long seed) {
    return new Random(seed);
  }
}
