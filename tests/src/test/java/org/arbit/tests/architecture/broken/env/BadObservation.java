package org.arbit.tests.architecture.broken.env;

import org.nd4j.linalg.api.ndarray.INDArray;

interface BadObservation {
  INDArray observation();
}
