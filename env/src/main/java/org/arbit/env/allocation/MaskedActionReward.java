package org.arbit.env.allocation;

/** -1 for a masked action that has been replaced. */
public final class MaskedActionReward implements RewardTerm {

  /** The name, by which it is added where masked actions are penalised. */
  static final String NAME = "masked-action";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "-1 for a masked action that has been replaced";
  }

  @Override
  public String unit() {
    return "count";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    return view.replaced(sample) ? -1 : 0;
  }
}
