package org.arbit.supernet.training;

import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * A way to train one set of weights for many bit-widths: which allocations a step runs, and with
 * which losses.
 */
public interface Recipe {

  /** Returns the registered name, such as {@code abn}. */
  String name();

  /**
   * Adds the gradients of one step to the parameters of the network, whose images are loaded and
   * whose gradients are zero; all but those of the stem, which the trainer adds afterwards.
   *
   * @param labels of the samples
   * @param random for random choices of this step
   * @return the mean loss of the passes
   */
  double step(TrainableNetwork network, int[] labels, SplitMix64 random);
}
