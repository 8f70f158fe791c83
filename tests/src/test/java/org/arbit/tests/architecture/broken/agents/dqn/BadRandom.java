package org.arbit.tests.architecture.broken.agents.dqn;

import java.util.Random;

final class BadRandom {
  private BadRandom() {}

  static double draw() {
    return Math.random() + new Random().nextDouble();
  }
}
