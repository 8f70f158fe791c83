package org.arbit.experiments.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key the setting, with dots between levels, such as {@code agent.learningRate}; empty for
 *     the configuration as a whole
 * @param message one sentence: the value found, what is allowed, and maybe a suggestion
 */
public record Problem(String key, String message) {

  /** Returns the same problem of a configuration that sits under {@code prefix} in a larger one. */
  Problem under(String prefix) {
    return prefix.isEmpty()
        ? this
        : new Problem(key.isEmpty() ? prefix : prefix + "." + key, message);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? message : key + ": " + message;
  }
}
