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
    double[] divisors = new double[step.rewards().length];
    Arrays.fill(divisors, 1);
    if (pivot == 0) {
      return divisors;
    }
    for (int i = 0; i < divisors.length; i++) {
      // A finished episode's own infos are the final ones; the others are of the next episode.
      Map<String, Object> infos =
          step.done(i) && !step.finalInfos().isEmpty() ? step.finalInfos() : step.infos();
      if (infos.get("lambda") instanceof double[] lambda) {
        divisors[i] = 1 + lambda[i] / pivot;
      }
    }
    return divisors;
  }
}
