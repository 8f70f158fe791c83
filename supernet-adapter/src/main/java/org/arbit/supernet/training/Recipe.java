package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * A way to train one set of weights for many bit-widths: which allocations a step runs, and with
 * which losses. An instance belongs to one training and may remember earlier steps.
 */
public interface Recipe {

  /**
   * Adds the gradients of one step to the parameters of the network, whose images are loaded and
   * whose gradients are zero; all but those of the stem, which the trainer adds afterwards. A
   * forward pass allows for one backward pass, so that losses of the same pass are added up before
   * it.
   *
   * @return the mean loss of the passes
   */
  double step(TrainableNetwork network, Step step);

  /**
   * Returns what this recipe remembers of earlier steps, by name; a training that goes on from a
   * checkpoint gives it to {@link #restore}. What is drawn from {@link Step#random()} needs no
   * remembering.
   */
  default Map<String, double[]> state() {
    return Map.of();
  }

  /**
   * Takes what {@link #state} has returned at the same place of an earlier run.
   *
   * @param state by name
   */
  default void restore(Map<String, double[]> state) {}

  /**
   * What a recipe is told of a step.
   *
   * @param labels of the loaded samples
   * @param progress share of the training that is done, in [0, 1)
   * @param random for the random choices of this step
   */
  record Step(int[] labels, double progress, SplitMix64 random) {}
}
