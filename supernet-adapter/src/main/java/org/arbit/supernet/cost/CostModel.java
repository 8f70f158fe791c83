package org.arbit.supernet.cost;

import org.arbit.supernet.NetworkSpec;

/**
 * What a layer costs at a bit-width, for one sample. Costs are additive over layers;
 * implementations are immutable and as a rule monotone in the bit-widths.
 */
public interface CostModel {

  /** Returns the registered name, such as {@code bitops}. */
  String name();

  /** Returns the unit of every value, such as {@code BitOps} or {@code bytes}. */
  String unit();

  /**
   * Returns the cost of searchable layer {@code layer} for one sample.
   *
   * @param weightBits 1..8
   * @param activationBits 1..8
   */
  double layer(NetworkSpec network, int layer, int weightBits, int activationBits);

  /** Returns the cost, for one sample, of the layers whose bit-widths are fixed. */
  double fixed(NetworkSpec network);
}
