package org.arbit.supernet.network;

/** How a residual block gets its input into the shape of its output, where the two differ. */
public enum Shortcut {
  /** Without parameters: 2x2 averages where the block halves the sides, new channels are zero. */
  AVERAGE,
  /**
   * By a 1x1 convolution with batch-norm, which reads the same tensor as the block's first
   * convolution, shares its bit-width, and is billed with it.
   */
  PROJECTION
}
