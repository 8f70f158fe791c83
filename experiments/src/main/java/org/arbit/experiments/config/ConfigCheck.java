package org.arbit.experiments.config;

import java.util.List;

/**
 * What a configuration must hold beyond its types and ranges, such as names that must exist.
 *
 * @param <T> the configuration
 */
@FunctionalInterface
public interface ConfigCheck<T> {

  /** Returns what is wrong, each with the full key of the setting; empty where nothing is. */
  List<Problem> problems(T config);

  /** Finds nothing wrong. */
  static <T> ConfigCheck<T> none() {
    return config -> List.of();
  }
}
