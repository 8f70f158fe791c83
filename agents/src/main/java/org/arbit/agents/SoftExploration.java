package org.arbit.agents;

import java.util.List;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.env.SeededRandom;

/**
 * How a Q-learner explores: with probability epsilon any valid action, else one drawn by softmax of
 * the values over a temperature, so that actions of nearly equal value are all tried. Epsilon falls
 * from 1 linearly, the temperature from 1 geometrically. The temperature is in units of reward; it
 * is divided by what rewards are divided by ({@link TradeOffScale}).
 */
public final class SoftExploration {

  private final int choices;
  private final double lastEpsilon;
  private final double lastTemperature;
  private final double fallingSteps;

  private SoftExploration(int choices, HyperParameters values) {
    this.choices = choices;
    lastEpsilon = values.real("epsilon");
    lastTemperature = values.real("temperature");
    fallingSteps = values.integer("epsilonSteps");
  }

  /**
   * Returns what {@link #of} reads.
   *
   * @param temperature default of the final one
   * @param steps default of the number of steps in which both fall
   */
  public static List<HyperParameter> parameters(double temperature, long steps) {
    return List.of(
        HyperParameter.real("epsilon", 0.01, 0, 1, "final share of random actions"),
        HyperParameter.real(
            "temperature",
            temperature,
            0,
            100,
            "final temperature of the other actions, in reward; 0: greedy"),
        HyperParameter.integer(
            "epsilonSteps", steps, 1, 1_000_000_000, "steps until the final epsilon"));
  }

  /** Returns the exploration of a learner with these {@link #parameters}. */
  public static SoftExploration of(AgentContext context, HyperParameters values) {
    return new SoftExploration(context.choices(), values);
  }

  /** Returns the final share of random actions. */
  public double lastEpsilon() {
    return lastEpsilon;
  }

  /** Returns the share of random actions after {@code steps}. */
  public double epsilon(long steps) {
    return 1 + done(steps) * (lastEpsilon - 1);
  }

  private double done(long steps) {
    return Math.min(1, steps / fallingSteps);
  }

  /**
   * Returns with what probability each of a actions is taken after {@code steps}, {@code n x a}; 0
   * for invalid ones.
   *
   * @param values {@code n x a}
   * @param valid {@code n x a}
   * @param divisors n: what each environment's rewards are divided by
   */
  public float[] probabilities(float[] values, boolean[] valid, double[] divisors, long steps) {
    return probabilities(values, valid, divisors, steps, epsilon(steps));
  }

  /** Returns the same with another share of random actions. */
  public float[] probabilities(
      float[] values, boolean[] valid, double[] divisors, long steps, double epsilon) {
    float[] probabilities = new float[divisors.length * choices];
    double temperature = lastTemperature == 0 ? 0 : Math.pow(lastTemperature, done(steps));
    for (int i = 0; i < divisors.length; i++) {
      MaskedCategorical.epsilonSoft(
          values, valid, i, choices, epsilon, temperature / divisors[i], probabilities);
    }
    return probabilities;
  }

  /**
   * Draws an action for each of n environments.
   *
   * @param probabilities {@code n x a}
   */
  public int[] draw(float[] probabilities, SeededRandom random) {
    int[] actions = new int[probabilities.length / choices];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = draw(probabilities, i, random);
    }
    return actions;
  }

  private int draw(float[] probabilities, int lane, SeededRandom random) {
    double left = random.nextDouble();
    int chosen = -1;
    for (int j = 0; j < choices && left >= 0; j++) {
      double p = probabilities[lane * choices + j];
      if (p > 0) {
        chosen = j;
        left -= p;
      }
    }
    return chosen;
  }
}
