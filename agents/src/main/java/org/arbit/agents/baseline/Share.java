package org.arbit.agents.baseline;

import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;

/** BitOps as a share of those of the network at its greatest bit-width, fixed layers in both. */
final class Share {

  private Share() {}

  static double of(SuperNetwork network, double bitOps) {
    Allocation greatest = Allocation.uniform(network.spec().layers(), network.bitWidths().max());
    return bitOps / BitOps.ofNetwork(network.spec(), greatest);
  }
}
