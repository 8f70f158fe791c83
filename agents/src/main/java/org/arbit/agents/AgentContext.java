package org.arbit.agents;

import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.VectorEnv;

/**
 * What an agent is made for.
 *
 * @param env from which an equal environment can be made for evaluation
 * @param observations space of one environment's observation
 * @param actions space of one environment's action
 * @param lanes n, number of environments side by side
 * @param seed of everything random in the agent, at least 0
 */
public record AgentContext(EnvSpec env, Box observations, Discrete actions, int lanes, long seed) {

  /** Checks that there is an environment, and that the actions begin at 0. */
  public AgentContext {
    if (lanes < 1) {
      throw new IllegalArgumentException(
          "An agent acts in at least 1 environment, but " + lanes + " are given.");
    }
    if (seed < 0) {
      throw new IllegalArgumentException(
          "The seed is " + seed + ", but a seed is a whole number of at least 0.");
    }
    if (actions.start() != 0) {
      throw new IllegalArgumentException(
          "Agents choose among actions from 0, but those of "
              + env.id()
              + " are "
              + actions
              + ". Maybe wrap the environment?");
    }
  }

  /** Returns the context of an environment. */
  public static AgentContext of(VectorEnv env, long seed) {
    return new AgentContext(
        env.spec(), env.observationSpace(), env.actionSpace(), env.size(), seed);
  }

  /** Returns d, the number of fields of an observation. */
  public int fields() {
    return observations.size();
  }

  /** Returns a, the number of actions. */
  public int choices() {
    return actions.n();
  }
}
