package org.arbit.tests.architecture.broken.env.rl4j;

import org.deeplearning4j.rl4j.space.DiscreteSpace;
import org.nd4j.linalg.api.ndarray.INDArray;

interface Bridge {
  DiscreteSpace space();

  INDArray observation();
}
