package org.arbit.agents.spi;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentFile;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** All agents that are known, by name. Immutable. */
public final class AgentRegistry {

  private final SortedMap<String, AgentProvider> providers = new TreeMap<>();

  /**
   * Creates a registry.
   *
   * @throws IllegalArgumentException if two providers have the same name
   */
  public AgentRegistry(Iterable<AgentProvider> all) {
    for (AgentProvider provider : all) {
      AgentProvider other = providers.put(provider.name(), provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "Two agents are named \""
                + provider.name()
                + "\": "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName()
                + ".");
      }
    }
  }

  /** Returns the agents on the class path. */
  public static AgentRegistry load() {
    return load(Thread.currentThread().getContextClassLoader());
  }

  /** Returns the agents that a class loader sees. */
  public static AgentRegistry load(ClassLoader loader) {
    return new AgentRegistry(ServiceLoader.load(AgentProvider.class, loader));
  }

  /** Returns all providers, by name. */
  public List<AgentProvider> all() {
    return List.copyOf(providers.values());
  }

  /**
   * Returns a provider.
   *
   * @throws IllegalArgumentException if there is none of that name, with the nearest one
   */
  public AgentProvider find(String name) {
    AgentProvider provider = providers.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(Names.unknown("agent", name, providers.keySet()));
    }
    return provider;
  }

  /**
   * Makes an agent that learns.
   *
   * @throws IllegalArgumentException if the agent of that name does not learn
   */
  public LearningAgent createLearning(String name, AgentContext context, HyperParameters values) {
    Agent agent = find(name).create(context, values);
    if (agent instanceof LearningAgent learner) {
      return learner;
    }
    throw new IllegalArgumentException(
        "The agent \""
            + name
            + "\" lacks the capability "
            + Capability.LEARNS.label()
            + " and cannot be trained. Maybe only evaluate it?");
  }

  /**
   * Makes the agent that a file describes, as it was when it was saved.
   *
   * @throws InvalidInputException if the file was made for other spaces, or by an agent or with
   *     hyper-parameters that are not known
   */
  public LearningAgent restore(AgentFile file, AgentContext context) {
    file.checkFits(context);
    try {
      HyperParameters values = find(file.agent()).defaults().with(file.hyperParameters());
      LearningAgent agent = createLearning(file.agent(), context, values);
      agent.restore(file.state());
      return agent;
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("The saved agent cannot be restored: " + e.getMessage(), e);
    }
  }
}
