package org.arbit.env.allocation;

/** 1 at the end where the network predicts the label, else 0. */
public final class CorrectReward implements RewardTerm {

  @Override
  public String name() {
    return "correct";
  }

  @Override
  public String summary() {
    return "1 at the end where the network predicts the label";
  }

  @Override
  public String unit() {
    return "share";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    return view.done() ? view.correct(sample) : 0;
  }
}
