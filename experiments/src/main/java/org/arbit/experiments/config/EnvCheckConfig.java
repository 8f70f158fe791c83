package org.arbit.experiments.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code check env} checks an environment with.
 *
 * @param supernet folder of a checkpoint, or a run folder that has one; null for a built-in, seeded
 *     network of four layers
 * @param data folder to read images from instead of those the network was trained on
 * @param parameters of the environment that differ from its defaults
 */
public record EnvCheckConfig(
    @Nullable String supernet, @Nullable String data, Map<String, Object> parameters) {

  /** Copies the parameters. */
  public EnvCheckConfig {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** Returns the built-in network and the environment's defaults. */
  public static EnvCheckConfig defaults() {
    return new EnvCheckConfig(null, null, Map.of());
  }
}
