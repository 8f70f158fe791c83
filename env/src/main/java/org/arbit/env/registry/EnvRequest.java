package org.arbit.env.registry;

import org.arbit.env.AutoReset;
import org.arbit.env.EnvSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What an environment is to be made of.
 *
 * @param spec id and parameters, complete
 * @param size number of environments in the vector, at least 1
 * @param autoReset what happens at the end of an episode
 * @param network for environments that need one
 * @param data for environments that need it
 */
public record EnvRequest(
    EnvSpec spec,
    int size,
    AutoReset autoReset,
    @Nullable SuperNetwork network,
    @Nullable Dataset data) {

  /** Checks the size. */
  public EnvRequest {
    if (size < 1) {
      throw new IllegalArgumentException(
          "A vector of " + spec.id() + " has " + size + " environments; at least 1.");
    }
  }

  /**
   * Returns the network.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SuperNetwork requireNetwork() {
    if (network == null) {
      throw missing("a super-network");
    }
    return network;
  }

  /**
   * Returns the data.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Dataset requireData() {
    if (data == null) {
      throw missing("a data set");
    }
    return data;
  }

  private IllegalArgumentException missing(String what) {
    return new IllegalArgumentException(
        "The environment " + spec.id() + " needs " + what + ", but none is given.");
  }
}
