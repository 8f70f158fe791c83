package org.arbit.experiments.run;

import org.arbit.agents.Agent;

/**
 * An agent after its training.
 *
 * @param agent what was trained; it is not trained further
 * @param seed of its training
 */
public record TrainedAgent(Agent agent, long seed) {

  /** Returns the name of its results. */
  public String name() {
    return agent.name();
  }
}
