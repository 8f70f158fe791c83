package org.arbit.agents;

import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.Optimiser;
import org.arbit.agents.nn.TrainableNetwork;

/** Saves and restores networks and optimisers as parts of an {@link AgentState}. */
public final class NetworkState {

  private NetworkState() {}

  /** Returns the parameters and the input normaliser. */
  public static AgentState of(TrainableNetwork network) {
    return new AgentState()
        .put("parameters", network.parameters())
        .put("offset", network.normaliser().offset())
        .put("gain", network.normaliser().gain());
  }

  /**
   * Goes back to a saved state.
   *
   * @throws IllegalArgumentException if it is of another shape
   */
  public static void restore(TrainableNetwork network, AgentState state) {
    network.setNormaliser(new InputNormaliser(state.floats("offset"), state.floats("gain")));
    network.setParameters(state.floats("parameters"));
    network.clearGradient();
  }

  /** Returns the moments and the count of steps. */
  public static AgentState of(Optimiser optimiser) {
    return new AgentState()
        .put("moments", optimiser.moments())
        .put("iteration", (long) optimiser.iteration());
  }

  /**
   * Goes back to a saved state.
   *
   * @throws IllegalArgumentException if it is of another shape
   */
  public static void restore(Optimiser optimiser, AgentState state) {
    optimiser.restore(state.floats("moments"), Math.toIntExact(state.number("iteration")));
  }
}
