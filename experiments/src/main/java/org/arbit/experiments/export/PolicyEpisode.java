package org.arbit.experiments.export;

import java.util.Objects;
import java.util.stream.IntStream;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.Policy;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorStep;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/**
 * What a policy does with some samples in the Java environment.
 *
 * @param weightBits {@code samples x layers}; 0 where a layer has not run, since the sample had
 *     left
 * @param activationBits {@code samples x layers}
 * @param bitOps of the network, for each sample
 * @param budgets in BitOps, for each sample
 * @param nearTies samples with a decision whose two best scores differ by less than 1e-5, which
 *     another engine may take differently if the controller is not of whole numbers
 */
record PolicyEpisode(
    int[][] weightBits, int[][] activationBits, long[] bitOps, long[] budgets, boolean[] nearTies) {

  private static final float NEAR = 1e-5f;

  /** Runs samples {@code from} to {@code from + count - 1} at a trade-off. */
  static PolicyEpisode run(
      SuperNetwork network,
      PolicyNetwork scorer,
      PolicyEnvironment environment,
      Dataset data,
      int from,
      int count,
      double lambda) {
    Policy policy = NetworkPolicy.softmax(scorer);
    boolean[] near = new boolean[count];
    try (BitAllocation env = environment.open(network, data, count)) {
      VectorStep step =
          env.reset(
              ResetOptions.seeded(0)
                  .withSamples(IntStream.range(from, from + count).toArray())
                  .withLambda(lambda));
      do {
        markNearTies(policy, step, near);
        step = env.step(policy.act(step.observations(), step.masks(), count));
      } while (!step.done(0));
      return new PolicyEpisode(
          info(step, "weightBits", int[][].class),
          info(step, "activationBits", int[][].class),
          info(step, "bitOps", long[].class),
          info(step, "budget", long[].class),
          near);
    }
  }

  private static <T> T info(VectorStep step, String key, Class<T> type) {
    return type.cast(Objects.requireNonNull(step.infos().get(key), key));
  }

  private static void markNearTies(Policy policy, VectorStep step, boolean[] near) {
    int actions = policy.actions();
    float[] scores = new float[near.length * actions];
    policy.scores(step.observations(), near.length, scores);
    for (int i = 0; i < near.length; i++) {
      float best = Float.NEGATIVE_INFINITY;
      float second = Float.NEGATIVE_INFINITY;
      for (int k = i * actions; k < (i + 1) * actions; k++) {
        if (step.masks()[k]) {
          second = Math.max(second, Math.min(best, scores[k]));
          best = Math.max(best, scores[k]);
        }
      }
      near[i] |= best - second < NEAR;
    }
  }
}
