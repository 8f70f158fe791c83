package org.arbit.experiments.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one agent is trained.
 *
 * @param name of the agent's provider, such as {@code dqn}
 * @param steps environment steps (one is one layer of one sample) of its training
 * @param lanes environments side by side
 * @param settings hyper-parameters that differ from the agent's defaults, as text
 */
public record AgentConfig(String name, long steps, int lanes, Map<String, String> settings) {

  /** Checks every setting; the hyper-parameters are checked by the agent. */
  public AgentConfig {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    new Problems()
        .require(!name.isBlank(), "name", "\"" + name + "\"", "the name of an agent")
        .range("steps", steps, 0, Long.MAX_VALUE)
        .range("lanes", lanes, 1, 1 << 16)
        .throwIfAny();
  }

  /** Returns what holds for an agent where nothing else is said. */
  public static AgentConfig defaults() {
    return new AgentConfig("dqn", 200_000, 256, Map.of());
  }
}
