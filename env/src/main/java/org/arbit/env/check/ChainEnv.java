package org.arbit.env.check;

import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.Step;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;

/**
 * A chain of n places, walked from the first: action 1 goes right, action 0 left (at the first
 * place it stays). Reaching the last place ends the episode with the reward 1; every other step
 * costs 0.01. An episode is cut off ({@code truncated}) after 4n steps. The best return is 1 - 0.01
 * (n - 2), after n - 1 steps.
 *
 * <p>Observation: one-hot place. Info: {@code place}, an int.
 */
public final class ChainEnv extends ToyEnv {

  private static final double STEP_COST = 0.01;

  private final int places;
  private int place;
  private int steps;

  /** Creates a chain of {@code n} places, at least 2. */
  public ChainEnv(int n) {
    super(EnvSpec.of("Chain-v1").with(Map.of("n", n)), Box.uniform(0, 1, n), new Discrete(2));
    if (n < 2) {
      throw new IllegalArgumentException("A chain has at least 2 places, but n is " + n + ".");
    }
    this.places = n;
  }

  /** Returns a vector of chains. */
  public static VectorEnv vector(int size, int n, AutoReset autoReset) {
    return SyncVectorEnv.of(size, i -> new ChainEnv(n), autoReset);
  }

  @Override
  Step begin() {
    place = 0;
    steps = 0;
    return Step.first(observation(), bothValid(), info());
  }

  @Override
  Step act(int action) {
    steps++;
    place = Math.max(0, place + (action == 1 ? 1 : -1));
    if (place == places - 1) {
      return Step.terminal(observation(), bothValid(), 1, info());
    }
    Step next = Step.next(observation(), bothValid(), -STEP_COST, info());
    return steps >= 4 * places ? next.cutOff() : next;
  }

  private float[] observation() {
    float[] oneHot = new float[places];
    oneHot[place] = 1;
    return oneHot;
  }

  private static boolean[] bothValid() {
    return new boolean[] {true, true};
  }

  private Map<String, Object> info() {
    return Map.of("place", place);
  }
}
