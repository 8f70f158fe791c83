package org.arbit.agents.nn;

import org.arbit.env.SeededRandom;

/**
 * A choice among a actions by softmax of logits, for n samples at once, in which masked actions
 * have probability exactly 0 and count neither in the normalisation nor in the entropy. Arrays are
 * {@code n x a}, row by row.
 */
public final class MaskedCategorical {

  /** The log-probability that stands for an invalid action: finite, and its exponential is 0. */
  public static final double MASKED = -1e30;

  private MaskedCategorical() {}

  /**
   * Computes the log-probabilities; {@link #MASKED} where invalid.
   *
   * @throws IllegalArgumentException if a sample has no valid action
   * @throws ArithmeticException if a valid logit is not a number
   */
  public static void logProbabilities(
      float[] logits, boolean[] masks, int samples, int actions, double[] into) {
    for (int n = 0; n < samples; n++) {
      int from = n * actions;
      double greatest = logits[from + best(logits, masks, n, actions)];
      double sum = 0;
      for (int j = from; j < from + actions; j++) {
        if (masks[j]) {
          into[j] = logits[j] - greatest;
          sum += StrictMath.exp(into[j]);
        }
      }
      double log = StrictMath.log(sum);
      if (Double.isNaN(log)) {
        throw new ArithmeticException(
            "The logits of sample " + n + " are not numbers. Maybe lower learningRate?");
      }
      for (int j = from; j < from + actions; j++) {
        into[j] = masks[j] ? into[j] - log : MASKED;
      }
    }
  }

  /** Returns the probability of a log-probability; exactly 0 for {@link #MASKED}. */
  public static double probability(double logProbability) {
    return StrictMath.exp(logProbability);
  }

  /** Returns the entropy of one sample over its valid actions, in nats. */
  public static double entropy(double[] logProbabilities, int sample, int actions) {
    double sum = 0;
    for (int j = sample * actions; j < (sample + 1) * actions; j++) {
      double p = probability(logProbabilities[j]);
      sum -= p == 0 ? 0 : p * logProbabilities[j];
    }
    return sum;
  }

  /**
   * Writes the gradient, by one sample's logits, of {@code -weight * log p(action) - entropyWeight
   * * entropy}; 0 for invalid actions.
   */
  public static void gradient(
      double[] logProbabilities,
      int sample,
      int actions,
      int action,
      double weight,
      double entropyWeight,
      float[] into) {
    double entropy = entropyWeight == 0 ? 0 : entropy(logProbabilities, sample, actions);
    int from = sample * actions;
    for (int j = 0; j < actions; j++) {
      double log = logProbabilities[from + j];
      double p = probability(log);
      double slope = weight * (p - (j == action ? 1 : 0));
      if (p > 0) {
        slope += entropyWeight * p * (log + entropy);
      }
      into[from + j] = (float) slope;
    }
  }

  /** Draws an action of one sample. */
  public static int sample(
      double[] logProbabilities, int sample, int actions, SeededRandom random) {
    double left = random.nextDouble();
    int chosen = -1;
    for (int j = 0; j < actions; j++) {
      double p = probability(logProbabilities[sample * actions + j]);
      if (p > 0) {
        chosen = j;
        left -= p;
        if (left < 0) {
          break;
        }
      }
    }
    return chosen;
  }

  /** Draws an action of every sample, in order. */
  public static int[] samples(
      double[] logProbabilities, int samples, int actions, SeededRandom random) {
    int[] chosen = new int[samples];
    for (int n = 0; n < samples; n++) {
      chosen[n] = sample(logProbabilities, n, actions, random);
    }
    return chosen;
  }

  /**
   * Returns the valid action with the greatest score, the first among equals.
   *
   * @throws IllegalArgumentException if the sample has no valid action
   */
  public static int best(float[] scores, boolean[] masks, int sample, int actions) {
    int best = -1;
    for (int j = 0; j < actions; j++) {
      int at = sample * actions + j;
      if (masks[at] && (best < 0 || scores[at] > scores[sample * actions + best])) {
        best = j;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException(
          "The mask of sample " + sample + " leaves none of the " + actions + " actions.");
    }
    return best;
  }

  /**
   * Writes one sample's probabilities of taking the best valid action, or with probability {@code
   * epsilon} any valid one.
   *
   * @throws IllegalArgumentException if the sample has no valid action
   */
  public static void epsilonGreedy(
      float[] scores, boolean[] masks, int sample, int actions, double epsilon, float[] into) {
    int best = best(scores, masks, sample, actions);
    int from = sample * actions;
    int valid = 0;
    for (int j = 0; j < actions; j++) {
      valid += masks[from + j] ? 1 : 0;
    }
    for (int j = 0; j < actions; j++) {
      double p = masks[from + j] ? epsilon / valid + (j == best ? 1 - epsilon : 0) : 0;
      into[from + j] = (float) p;
    }
  }

  /**
   * Writes one sample's probabilities of drawing by softmax of scores over {@code temperature}, or
   * with probability {@code epsilon} any valid action; {@link #epsilonGreedy} at temperature 0.
   *
   * @throws IllegalArgumentException if the sample has no valid action
   */
  public static void epsilonSoft(
      float[] scores,
      boolean[] masks,
      int sample,
      int actions,
      double epsilon,
      double temperature,
      float[] into) {
    epsilonGreedy(scores, masks, sample, actions, epsilon, into);
    if (temperature == 0) {
      return;
    }
    int from = sample * actions;
    double greatest = scores[from + best(scores, masks, sample, actions)];
    double sum = 0;
    int valid = 0;
    for (int j = from; j < from + actions; j++) {
      if (masks[j]) {
        valid++;
        sum += StrictMath.exp((scores[j] - greatest) / temperature);
      }
    }
    for (int j = from; j < from + actions; j++) {
      if (masks[j]) {
        double p = StrictMath.exp((scores[j] - greatest) / temperature) / sum;
        into[j] = (float) (epsilon / valid + (1 - epsilon) * p);
      }
    }
  }
}
