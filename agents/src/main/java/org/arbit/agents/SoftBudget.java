package org.arbit.agents;

import java.util.List;
import java.util.Map;
import org.arbit.env.VectorStep;

/**
 * Keeps the mean BitOps of episodes at or below a soft budget B by a Lagrange multiplier m. What is
 * sought is the greatest mean return under the condition {@code mean C <= B}, with C the BitOps of
 * an episode, fixed layers included. The learner gets
 *
 * <pre>  reward - m x (BitOps of the step / B)</pre>
 *
 * <p>and after every so many episodes as there are environments
 *
 * <pre>  m = max(0, m + rate x (mean C / B - 1))</pre>
 *
 * <p>(dual ascent; Tessler et al. 2019, "Reward constrained policy optimization", arXiv 1805.11074,
 * section 4). So m rises where the budget is exceeded and falls otherwise, and it is 0 where the
 * budget does not bind. It is in units of reward per budget. Relative costs are our choice: they
 * make one rate fit networks of all sizes. The mean is that of the exploring policy.
 */
public final class SoftBudget {

  private static final String COST = "bitOps";

  private final double budget;
  private final double rate;
  private final long[] spent;
  private double multiplier;
  private double sum;
  private long episodes;
  private double mean;

  /**
   * Creates a soft budget.
   *
   * @param lanes n, number of environments
   * @param values with those of {@link #parameters()}
   */
  public SoftBudget(int lanes, HyperParameters values) {
    this.budget = values.real("softBudget");
    this.rate = values.real("multiplierRate");
    this.spent = new long[lanes];
  }

  /** Returns the hyper-parameters that it is made of. */
  public static List<HyperParameter> parameters() {
    return List.of(
        HyperParameter.real(
            "softBudget", 0, 0, 1e18, "mean BitOps of the network not to exceed; 0: no bound"),
        HyperParameter.real(
            "multiplierRate", 0.01, 1e-9, 1e6, "growth of the price at twice the soft budget"));
  }

  /** Whether there is one. */
  public boolean active() {
    return budget > 0;
  }

  /** Returns m, the price of a whole budget in units of reward; at least 0. */
  public double multiplier() {
    return multiplier;
  }

  /** Returns the mean BitOps of the episodes that last moved the multiplier; 0 before. */
  public double meanBitOps() {
    return mean * budget;
  }

  /** Forgets the episodes under way. */
  public void clear() {
    java.util.Arrays.fill(spent, 0);
  }

  /**
   * Returns the BitOps of a step as shares of the budget, n; 0 where there is no budget. The first
   * step of an episode pays for the fixed layers before it, too.
   *
   * @throws IllegalArgumentException if the environment does not tell them
   */
  public double[] costs(VectorStep step) {
    double[] costs = new double[spent.length];
    if (!active()) {
      return costs;
    }
    for (int i = 0; i < costs.length; i++) {
      boolean done = step.done(i);
      boolean over = done && !step.finalInfos().isEmpty();
      long now = bitOps(over ? step.finalInfos() : step.infos())[i];
      costs[i] = (now - spent[i]) / budget;
      spent[i] = done ? 0 : now;
      if (done) {
        sum += now / budget;
        episodes++;
      }
    }
    return costs;
  }

  private static long[] bitOps(Map<String, Object> infos) {
    if (infos.get(COST) instanceof long[] bitOps) {
      return bitOps;
    }
    throw new IllegalArgumentException(
        "The agent has a softBudget, but the environment's infos tell no "
            + COST
            + ", only "
            + infos.keySet()
            + ". Maybe set softBudget to 0?");
  }

  /** Moves the multiplier if enough episodes have ended since it was last moved. */
  public void adapt() {
    if (episodes < spent.length) {
      return;
    }
    mean = sum / episodes;
    multiplier = Math.max(0, multiplier + rate * (mean - 1));
    forget();
  }

  /** Forgets the costs of episodes that have ended, such as those of a warm-up. */
  public void forget() {
    sum = 0;
    episodes = 0;
  }

  /** Returns the state. */
  public AgentState state() {
    return new AgentState().put("numbers", multiplier, sum, mean).put("episodes", episodes);
  }

  /** Goes back to a saved state. */
  public void restore(AgentState state) {
    double[] numbers = state.doubles("numbers");
    multiplier = numbers[0];
    sum = numbers[1];
    mean = numbers[2];
    episodes = state.number("episodes");
    clear();
  }
}
