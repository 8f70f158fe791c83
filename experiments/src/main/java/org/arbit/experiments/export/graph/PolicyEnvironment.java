package org.arbit.experiments.export.graph;

import org.arbit.env.AutoReset;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/**
 * The environment that a policy was learned in.
 *
 * @param config its settings
 * @param exits whether samples may leave at heads
 */
public record PolicyEnvironment(AllocationConfig config, boolean exits) {

  /** Returns the environment of an id, such as {@code BitAllocationExit-v1}. */
  public static PolicyEnvironment of(String id, AllocationConfig config) {
    return new PolicyEnvironment(config, id.equals(BitAllocation.EXIT_ID));
  }

  /** Opens it on some data, {@code size} samples at a time. */
  public BitAllocation open(SuperNetwork network, Dataset data, int size) {
    return exits
        ? BitAllocation.vectorWithExit(network, data, config, size, AutoReset.DISABLED)
        : BitAllocation.vector(network, data, config, size, AutoReset.DISABLED);
  }
}
