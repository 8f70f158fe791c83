package org.arbit.agents.spi;

import java.util.List;
import java.util.Set;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;

/**
 * Makes one kind of agent. To bring your own:
 *
 * <ol>
 *   <li>write a {@link org.arbit.agents.LearningAgent} (act, observe, policy, state) or any other
 *       {@link Agent};
 *   <li>write a public provider with a public constructor without arguments that names it, declares
 *       its capabilities and hyper-parameters, and makes it;
 *   <li>name the provider's class in {@code META-INF/services/org.arbit.agents.spi.AgentProvider};
 *   <li>put the jar on the class path, or give it with {@code --jar}; {@code check agent NAME} puts
 *       it through the conformance kit.
 * </ol>
 *
 * <p>Implementations are immutable and do no work in their constructor.
 */
public interface AgentProvider {

  /** Returns the unique name, in lower case with hyphens, such as {@code dqn}. */
  String name();

  /** Returns one line that says what it is. */
  String summary();

  /** Returns what its agents are and can do. */
  Set<Capability> capabilities();

  /** Returns the settings, with defaults and ranges. */
  List<HyperParameter> hyperParameters();

  /**
   * Makes an agent.
   *
   * @param values one for each of {@link #hyperParameters()}
   * @throws IllegalArgumentException if it does not fit the environment; the message says what is
   *     missing
   */
  Agent create(AgentContext context, HyperParameters values);

  /** Returns the default settings. */
  default HyperParameters defaults() {
    return HyperParameters.defaults(hyperParameters());
  }
}
