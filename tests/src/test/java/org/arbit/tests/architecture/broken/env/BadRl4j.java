package org.arbit.tests.architecture.broken.env;

import org.deeplearning4j.rl4j.space.DiscreteSpace;

interface BadRl4j {
  DiscreteSpace space();
}
