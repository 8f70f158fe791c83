package org.arbit.env.check;

import java.util.Arrays;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.Step;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;

/**
 * A contextual bandit: the observation is a one-hot context, drawn uniformly; the reward is 1 for
 * the action of the same number and 0 for others. Every episode is one step long. The best policy
 * has the mean return 1, a random one 1/n.
 *
 * <p>Info: {@code context}, an int.
 */
public final class BanditEnv extends ToyEnv {

  private int context;

  /** Creates the bandit with {@code n} contexts and actions. */
  public BanditEnv(int n) {
    super(EnvSpec.of("Bandit-v1").with(Map.of("n", n)), Box.uniform(0, 1, n), new Discrete(n));
  }

  /** Returns a vector of bandits. */
  public static VectorEnv vector(int size, int n, AutoReset autoReset) {
    return SyncVectorEnv.of(size, i -> new BanditEnv(n), autoReset);
  }

  @Override
  Step begin() {
    context = random.nextInt(actionSpace().n());
    return Step.first(observation(), allValid(), info());
  }

  @Override
  Step act(int action) {
    return Step.terminal(observation(), allValid(), action == context ? 1 : 0, info());
  }

  private float[] observation() {
    return actionSpace().flatten(context);
  }

  private boolean[] allValid() {
    boolean[] mask = new boolean[actionSpace().n()];
    Arrays.fill(mask, true);
    return mask;
  }

  private Map<String, Object> info() {
    return Map.of("context", context);
  }
}
