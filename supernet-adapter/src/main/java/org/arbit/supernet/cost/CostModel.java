package org.arbit.supernet.cost;

import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.NetworkSpec;

/**
 * What a layer costs at a bit-width, for one sample. Costs are additive over layers, finite and not
 * negative; implementations are immutable and as a rule monotone in the bit-widths. A {@link
 * CostProvider} brings one in by name.
 */
public interface CostModel {

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

  /** Returns the cost of a head alone, for who looks at it and goes on. */
  double head(NetworkSpec network, ExitSpec exit);

  /**
   * Returns what leaving at a head costs in place of the classifier: the cost of the head less that
   * of the last fixed layer, which can be negative.
   */
  double exit(NetworkSpec network, ExitSpec exit);
}
