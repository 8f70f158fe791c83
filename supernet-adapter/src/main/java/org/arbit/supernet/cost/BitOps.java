package org.arbit.supernet.cost;

import org.arbit.supernet.Allocation;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.NetworkSpec;

/**
 * Bit operations: the sum over layers of MACs x weight bits x activation bits, for one sample, as
 * exact 64-bit integers. Stem and classifier count at 8 x 8 bits; batch-norm, additions and pooling
 * are free, as in the papers.
 */
public final class BitOps implements CostModel, CostProvider {

  /** Bits at which a multiplication in fp32 counts, for weight and activation each. */
  public static final int FP32_BITS = 32;

  /** The registered name. */
  public static final String NAME = "bitops";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "MACs x weight bits x activation bits";
  }

  @Override
  public CostModel create(CostRequest request) {
    return this;
  }

  @Override
  public String unit() {
    return "BitOps";
  }

  @Override
  public double layer(NetworkSpec network, int layer, int weightBits, int activationBits) {
    return ofLayer(network, layer, weightBits, activationBits);
  }

  @Override
  public double fixed(NetworkSpec network) {
    return ofFixed(network);
  }

  @Override
  public double head(NetworkSpec network, ExitSpec exit) {
    return ofExit(exit);
  }

  @Override
  public double exit(NetworkSpec network, ExitSpec exit) {
    return ofExit(exit) - ofClassifier(network);
  }

  /** Returns the BitOps of searchable layer {@code layer}. */
  public static long ofLayer(NetworkSpec network, int layer, int weightBits, int activationBits) {
    return Math.multiplyExact(network.layer(layer).macs(), (long) weightBits * activationBits);
  }

  /** Returns the BitOps of the fixed layers. */
  public static long ofFixed(NetworkSpec network) {
    return Math.multiplyExact(
        network.fixedMacs(), (long) NetworkSpec.FIXED_BITS * NetworkSpec.FIXED_BITS);
  }

  /** Returns the BitOps of the classifier, which an early exit saves. */
  public static long ofClassifier(NetworkSpec network) {
    return network
        .classifier()
        .map(layer -> layer.macs() * NetworkSpec.FIXED_BITS * NetworkSpec.FIXED_BITS)
        .orElse(0L);
  }

  /** Returns the BitOps of an early-exit head, which runs at the fixed bits. */
  public static long ofExit(ExitSpec exit) {
    return Math.multiplyExact(exit.macs(), (long) NetworkSpec.FIXED_BITS * NetworkSpec.FIXED_BITS);
  }

  /** Returns the BitOps of the searchable layers. */
  public static long ofSearchable(NetworkSpec network, Allocation allocation) {
    long sum = 0;
    for (int l = 0; l < network.layers(); l++) {
      sum =
          Math.addExact(
              sum, ofLayer(network, l, allocation.weightBits(l), allocation.activationBits(l)));
    }
    return sum;
  }

  /** Returns the BitOps of the whole network, fixed layers included. */
  public static long ofNetwork(NetworkSpec network, Allocation allocation) {
    return Math.addExact(ofFixed(network), ofSearchable(network, allocation));
  }
}
