package org.arbit.env.allocation;

/**
 * Minus lambda times the BitOps of the layer just run, as a share of the BitOps of the network at
 * its greatest bit-widths, fixed layers included. Summed over an episode this is minus lambda times
 * the share of the whole network, but for the constant of the fixed layers. A sample that leaves
 * early pays the head in place of the classifier.
 */
public final class BitOpsReward implements RewardTerm {

  @Override
  public String name() {
    return "bitops";
  }

  @Override
  public String summary() {
    return "minus lambda times the BitOps of the layer just run";
  }

  @Override
  public String unit() {
    return "share of the network at its greatest bit-widths";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    return -view.lambda(sample) * ((double) view.stepBitOps(sample) / view.maxBitOps());
  }
}
