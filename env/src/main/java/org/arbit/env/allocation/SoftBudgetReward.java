package org.arbit.env.allocation;

/**
 * At the end, minus the BitOps beyond the soft budget, as a share of the network at its greatest
 * bit-widths. Its weight is the price, and it counts per sample. To bound the mean over samples at
 * the price that this takes, give a learner the hyper-parameter {@code softBudget} instead.
 */
public final class SoftBudgetReward implements RewardTerm {

  @Override
  public String name() {
    return "soft-budget";
  }

  @Override
  public String summary() {
    return "minus the BitOps beyond the soft budget, at the end";
  }

  @Override
  public String unit() {
    return "share of the network at its greatest bit-widths";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    if (!view.done()) {
      return 0;
    }
    long beyond = Math.max(0, view.spent(sample) - view.softBudget());
    return -(double) beyond / view.maxBitOps();
  }
}
