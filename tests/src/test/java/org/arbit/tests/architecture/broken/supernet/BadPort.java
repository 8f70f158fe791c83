package org.arbit.tests.architecture.broken.supernet;

import org.nd4j.linalg.api.ndarray.INDArray;

interface BadPort {
  INDArray logits();
}
