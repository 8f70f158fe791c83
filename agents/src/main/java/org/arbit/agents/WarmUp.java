package org.arbit.agents;

import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.NormaliserFit;
import org.arbit.env.SeededRandom;

/**
 * The first steps of a learner: actions are drawn uniformly among the valid ones, and the
 * observations give the input normaliser, which is never changed again. So the normaliser is part
 * of the exported policy, and evaluation cannot move it.
 */
public final class WarmUp {

  private final NormaliserFit fit;
  private final int fields;
  private final int actions;
  private final long steps;
  private long seen;

  /**
   * Creates a warm-up.
   *
   * @param steps environment steps that it lasts, at least
   */
  public WarmUp(AgentContext context, long steps) {
    this.fields = context.fields();
    this.actions = context.choices();
    this.fit = new NormaliserFit(fields);
    this.steps = steps;
  }

  /** Whether it is still under way. */
  public boolean running() {
    return seen < steps;
  }

  /** Adds {@code samples} observations and returns random valid actions. */
  public int[] act(float[] observations, boolean[] masks, int samples, SeededRandom random) {
    fit.add(observations, samples);
    seen += samples;
    return randomActions(masks, samples, actions, random);
  }

  /** Returns what the observations so far give. */
  public InputNormaliser normaliser() {
    return fit.normaliser();
  }

  /** Returns a valid action per sample, drawn uniformly. */
  public static int[] randomActions(
      boolean[] masks, int samples, int actions, SeededRandom random) {
    int[] chosen = new int[samples];
    for (int n = 0; n < samples; n++) {
      chosen[n] = randomAction(masks, n, actions, random);
    }
    return chosen;
  }

  /**
   * Returns a valid action of one sample, drawn uniformly.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static int randomAction(boolean[] masks, int sample, int actions, SeededRandom random) {
    int valid = 0;
    for (int j = 0; j < actions; j++) {
      valid += masks[sample * actions + j] ? 1 : 0;
    }
    if (valid == 0) {
      throw new IllegalArgumentException(
          "The mask of sample " + sample + " leaves none of the " + actions + " actions.");
    }
    int left = random.nextInt(valid);
    int chosen = 0;
    while (!masks[sample * actions + chosen] || left-- > 0) {
      chosen++;
    }
    return chosen;
  }

  /** Returns the state. */
  public AgentState state() {
    return new AgentState().put("seen", seen).put("moments", fit.moments());
  }

  /** Goes back to a saved state. */
  public void restore(AgentState state) {
    seen = state.number("seen");
    fit.restore(state.doubles("moments"));
  }
}
