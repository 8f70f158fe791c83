package org.arbit.agents;

import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/** An agent that is chosen by looking at a network and validation data, not by acting. */
public interface FittedAgent extends Agent {

  /**
   * Chooses what {@link #evaluator()} will do. The same network, data and seed give the same
   * choice.
   *
   * @param validation never the test split
   */
  void fit(SuperNetwork network, Dataset validation);
}
