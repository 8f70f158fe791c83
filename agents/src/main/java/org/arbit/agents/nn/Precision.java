package org.arbit.agents.nn;

/** What a policy network's products are computed in, and hence what they cost. */
public enum Precision {
  /** Single-precision products; each counts as 32 x 32 BitOps. */
  FLOAT32(32),
  /** Products of 8-bit codes for weights and activations; each counts as 8 x 8 BitOps. */
  INT8(8);

  private final int bits;

  Precision(int bits) {
    this.bits = bits;
  }

  /** Returns the bits of a weight and of an activation. */
  public int bits() {
    return bits;
  }

  /** Returns the BitOps of one multiply-accumulate operation. */
  public long bitOpsPerMac() {
    return (long) bits * bits;
  }
}
