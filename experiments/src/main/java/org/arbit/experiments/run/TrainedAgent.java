package org.arbit.experiments.run;

import org.arbit.agents.AgentFile;
import org.arbit.agents.LearningAgent;

/**
 * An agent after its training.
 *
 * @param agent what was trained; it is not trained further
 * @param seed of its training
 * @param file what there is to save of it
 */
public record TrainedAgent(LearningAgent agent, long seed, AgentFile file) {

  /** Returns the name of its results. */
  public String name() {
    return agent.name();
  }
}
