package org.arbit.env.allocation;

/** As {@link BitOpsReward}, in the configured cost model. */
public final class CostReward implements RewardTerm {

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public String summary() {
    return "minus lambda times the cost of the layer just run, in the configured cost model";
  }

  @Override
  public String unit() {
    return "share of the network at its greatest bit-widths";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    return -view.lambda(sample) * view.stepCost(sample);
  }
}
