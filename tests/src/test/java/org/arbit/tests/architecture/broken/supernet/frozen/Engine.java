package org.arbit.tests.architecture.broken.supernet.frozen;

import org.arbit.tests.architecture.broken.supernet.Port;
import org.nd4j.linalg.api.ndarray.INDArray;

interface Engine extends Port {
  INDArray logits();
}
