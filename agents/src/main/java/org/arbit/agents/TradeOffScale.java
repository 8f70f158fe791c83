package org.arbit.agents;

import java.util.Arrays;
import java.util.Map;
import org.arbit.env.VectorStep;

/**
 * Brings the values of all trade-offs to a comparable size: rewards of an episode with price lambda
 * are divided by {@code 1 + lambda / pivot}. A positive factor per episode changes no best action.
 * The observation shows the logarithm of lambda; in it the scaled price {@code lambda / (1 + lambda
 * / pivot)} is an S-shape that a small network fits well, whereas the price itself is an
 * exponential, which it fits badly where lambda is large. And where gradients of all trade-offs are
 * added, the dearest do not drown the others.
 */
public final class TradeOffScale {

  private final double pivot;

  /** Creates a scale; a pivot of 0 leaves all rewards as they are. */
  public TradeOffScale(double pivot) {
    this.pivot = pivot;
  }

  /** Returns the divisor of each environment's reward; 1 where no trade-off is told. */
  public double[] divisors(VectorStep step) {
    double[] divisors = none(step.rewards().length);
    for (int i = 0; i < divisors.length; i++) {
      // A finished episode's own infos are the final ones; the others are of the next episode.
      boolean ended = step.done(i) && !step.finalInfos().isEmpty();
      scale(divisors, i, ended ? step.finalInfos() : step.infos());
    }
    return divisors;
  }

  /** Returns the divisors of the rewards of the next step, which may begin other episodes. */
  public double[] nextDivisors(VectorStep step) {
    double[] divisors = none(step.rewards().length);
    for (int i = 0; i < divisors.length; i++) {
      scale(divisors, i, step.infos());
    }
    return divisors;
  }

  /** Returns what holds before any trade-off was told: 1 for each environment. */
  public static double[] none(int lanes) {
    double[] divisors = new double[lanes];
    Arrays.fill(divisors, 1);
    return divisors;
  }

  /** Divides each value by its divisor. */
  public static void divide(double[] values, double[] divisors) {
    for (int i = 0; i < values.length; i++) {
      values[i] /= divisors[i];
    }
  }

  private void scale(double[] divisors, int i, Map<String, Object> infos) {
    if (pivot != 0 && infos.get("lambda") instanceof double[] lambda) {
      divisors[i] = 1 + lambda[i] / pivot;
    }
  }
}
