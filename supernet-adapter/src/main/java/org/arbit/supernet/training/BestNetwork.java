package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.format.Tensor;

/** The best network so far. */
final class BestNetwork {

  private double accuracy = -1;
  private int step;
  private Map<String, Tensor> tensors = Map.of();

  /**
   * Keeps a network if it is strictly better than the one that is kept.
   *
   * @param mean accuracy over the uniform bit-widths, in [0, 1]
   * @param afterSteps number of steps that were done
   * @param parameters copies, by name
   */
  boolean offer(double mean, int afterSteps, Map<String, Tensor> parameters) {
    if (mean <= accuracy) {
      return false;
    }
    accuracy = mean;
    step = afterSteps;
    tensors = parameters;
    return true;
  }

  boolean isKept() {
    return !tensors.isEmpty();
  }

  double accuracy() {
    return accuracy;
  }

  int step() {
    return step;
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }
}
