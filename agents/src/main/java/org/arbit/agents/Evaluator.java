package org.arbit.agents;

import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/**
 * Runs a network on data with the bit-widths of its own choosing, and accounts for every operation.
 * Agents that act step by step and those that need more (a cascade runs the network again, an
 * oracle sees the labels) are evaluated by this one method. Evaluating never learns and uses random
 * numbers of its own: the same arguments give the same outcomes.
 */
@FunctionalInterface
public interface Evaluator {

  /**
   * Runs every sample of {@code data} once, in order.
   *
   * @param tradeOff the price lambda of BitOps, at least 0; not read by those that are not
   *     conditioned on it
   */
  Outcomes evaluate(SuperNetwork network, Dataset data, double tradeOff);
}
