package org.arbit.env.allocation;

/** The natural logarithm of the probability of the label, at the end. */
public final class LogLikelihoodReward implements RewardTerm {

  @Override
  public String name() {
    return "log-likelihood";
  }

  @Override
  public String summary() {
    return "log-probability of the label at the end";
  }

  @Override
  public String unit() {
    return "nat";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    return view.done() ? view.logLikelihood(sample) : 0;
  }
}
