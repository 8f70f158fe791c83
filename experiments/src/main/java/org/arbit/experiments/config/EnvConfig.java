package org.arbit.experiments.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An environment.
 *
 * @param id such as {@code BitAllocation-v1}
 * @param parameters that differ from the environment's defaults
 */
public record EnvConfig(String id, Map<String, Object> parameters) {

  /** Copies the parameters; they are checked by the environment. */
  public EnvConfig {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    new Problems()
        .require(!id.isBlank(), "id", "\"" + id + "\"", "the id of an environment")
        .throwIfAny();
  }

  /** Returns the allocation environment with the given reward terms. */
  public static EnvConfig allocation(String... rewards) {
    return new EnvConfig("BitAllocation-v1", Map.of("rewards", List.of(rewards)));
  }
}
