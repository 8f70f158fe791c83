package org.arbit.experiments.run;

import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Where agents learn.
 *
 * @param environments all that are known
 * @param config which of them, and its parameters
 * @param network for environments that need one
 * @param data the training split, for environments that need it
 */
public record Setting(
    Environments environments,
    EnvConfig config,
    @Nullable SuperNetwork network,
    @Nullable Dataset data) {

  /** Makes {@code lanes} environments side by side. */
  public VectorEnv make(int lanes) {
    return environments.vector(
        config.id(), config.parameters(), lanes, AutoReset.SAME_STEP, network, data);
  }
}
