package org.arbit.agents;

import java.util.Map;
import org.arbit.env.VectorStep;

/**
 * An agent that learns by acting in n environments side by side. {@link Training} calls it in the
 * order {@code begin (act observe)*}; with the same seed and the same environments it does the same
 * again, bit for bit. Not thread-safe.
 */
public interface LearningAgent extends Agent {

  /**
   * Returns how many neighbouring environments should get the same sample, so that each is compared
   * with the others; 1 where that does not matter.
   */
  int rollouts();

  /** Returns the environment steps seen so far, over all environments and saved runs. */
  long steps();

  /** Returns the updates of its parameters so far. */
  long updates();

  /** All environments have just been reset; what was pending of earlier episodes is void. */
  void begin();

  /**
   * Returns a valid action per environment, exploring.
   *
   * @param observations {@code n x d}, kept until {@link #observe}: not to be changed
   * @param masks {@code n x a}
   * @throws IllegalArgumentException if a mask leaves nothing
   */
  int[] act(float[] observations, boolean[] masks);

  /**
   * Learns from what the last actions led to.
   *
   * @return metrics by name if parameters have changed, otherwise empty
   * @throws ArithmeticException if a loss is not finite; the agent is as before the update
   */
  Map<String, Double> observe(VectorStep step);

  /** Returns what it would do now, frozen. */
  Policy policy();

  /** Returns everything that decides its future, between {@link #observe} and {@link #begin}. */
  AgentState state();

  /**
   * Goes back to a saved state of an agent with the same spaces and hyper-parameters.
   *
   * @throws IllegalArgumentException if the state does not fit
   */
  void restore(AgentState state);
}
