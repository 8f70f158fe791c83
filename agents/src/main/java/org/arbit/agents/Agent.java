package org.arbit.agents;

/**
 * Whatever can allocate bit-widths: a learner, a fixed choice, a search, a bound. All of them come
 * down to an {@link Evaluator}, so that all are compared in the same way and pay for everything
 * they use. Those that learn by acting are {@link LearningAgent}s; those that are chosen on
 * validation data are {@link FittedAgent}s.
 *
 * <p>To write one, see {@code org.arbit.agents.spi.AgentProvider}.
 */
public interface Agent {

  /** Returns the name of its results, such as {@code ppo} or {@code uniform-8}. */
  String name();

  /**
   * Returns what the agent would do now, frozen: later learning does not change it.
   *
   * @throws IllegalStateException if it was made for another kind of environment, or must be fitted
   *     first
   */
  Evaluator evaluator();
}
