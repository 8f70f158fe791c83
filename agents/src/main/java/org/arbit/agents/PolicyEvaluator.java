package org.arbit.agents;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbit.env.AutoReset;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.AllocationParameters;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/**
 * Evaluates a step-by-step policy: its best actions in an allocation environment of its own, whose
 * observation is that of the environment it was trained in. Every decision pays for the controller;
 * a sample that leaves early has made one per layer it ran, and one to leave.
 */
public final class PolicyEvaluator implements Evaluator {

  private static final int BATCH = 256;

  private final Policy policy;
  private final AllocationConfig config;
  private final boolean exits;

  private PolicyEvaluator(Policy policy, AllocationConfig config, boolean exits) {
    this.policy = policy;
    this.config = config;
    this.exits = exits;
  }

  /**
   * Returns the evaluator of a policy.
   *
   * @param trainedIn the specification of an allocation environment per sample, with exit or not
   * @throws IllegalStateException if it is another kind of environment
   */
  public static PolicyEvaluator of(Policy policy, EnvSpec trainedIn) {
    boolean exits = trainedIn.id().equals(BitAllocation.EXIT_ID);
    if (!exits && !trainedIn.id().equals(BitAllocation.ID)) {
      throw new IllegalStateException(
          "A policy for "
              + trainedIn.id()
              + " cannot be evaluated on a network, only one for "
              + BitAllocation.ID
              + " or "
              + BitAllocation.EXIT_ID
              + ".");
    }
    return new PolicyEvaluator(policy, AllocationParameters.read(trainedIn.parameters()), exits);
  }

  @Override
  public Outcomes evaluate(SuperNetwork network, Dataset data, double tradeOff) {
    OutcomesBuilder outcomes = new OutcomesBuilder(network.spec().layers(), data.size());
    int batch = Math.min(BATCH, data.size());
    try (VectorEnv env = environment(network, data, batch)) {
      checkFits(network, env);
      for (int first = 0; first < data.size(); first += batch) {
        int count = Math.min(batch, data.size() - first);
        run(env, first, count, tradeOff, outcomes);
      }
    }
    return outcomes.build();
  }

  private VectorEnv environment(SuperNetwork network, Dataset data, int batch) {
    AllocationConfig once = config.withRollouts(1);
    return exits
        ? BitAllocation.vectorWithExit(network, data, once, batch, AutoReset.DISABLED)
        : BitAllocation.vector(network, data, once, batch, AutoReset.DISABLED);
  }

  private void checkFits(SuperNetwork network, VectorEnv env) {
    int fields = env.observationSpace().size();
    int choices = env.actionSpace().n();
    if (fields != policy.inputs() || choices != policy.actions()) {
      throw new IllegalArgumentException(
          "The policy reads "
              + policy.inputs()
              + " fields and chooses among "
              + policy.actions()
              + " actions, but the environment of "
              + network.spec().name()
              + " has "
              + fields
              + " and "
              + choices
              + ". Maybe it was trained with other bit-widths?");
    }
  }

  private void run(VectorEnv env, int first, int count, double tradeOff, OutcomesBuilder outcomes) {
    int[] samples = IntStream.range(first, first + count).toArray();
    VectorStep step = env.reset(ResetOptions.none().withSamples(samples).withLambda(tradeOff));
    boolean[] running = new boolean[env.size()];
    Arrays.fill(running, true);
    long[] decisions = new long[env.size()];
    do {
      int[] actions = policy.act(step.observations(), step.masks(), env.size());
      for (int i = 0; i < running.length; i++) {
        decisions[i] += running[i] ? 1 : 0;
      }
      step = env.step(actions);
      boolean[] waiting = get(step.infos(), "waiting", boolean[].class);
      for (int i = 0; i < running.length; i++) {
        running[i] &= !waiting[i];
      }
    } while (!step.done(0));
    Map<String, Object> infos = step.infos();
    boolean[] correct = get(infos, "correct", boolean[].class);
    int[] predicted = get(infos, "predicted", int[].class);
    double[] likelihood = get(infos, "logLikelihood", double[].class);
    int[][] weightBits = get(infos, "weightBits", int[][].class);
    int[][] activationBits = get(infos, "activationBits", int[][].class);
    long[] bitOps = get(infos, "bitOps", long[].class);
    for (int i = 0; i < count; i++) {
      outcomes.set(
          first + i,
          new OutcomesBuilder.Answer(correct[i], predicted[i], likelihood[i]),
          weightBits[i],
          activationBits[i],
          bitOps[i],
          decisions[i] * policy.bitOpsPerDecision());
    }
  }

  private static <T> T get(Map<String, Object> infos, String key, Class<T> type) {
    Object value = infos.get(key);
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "The environment's infos have no " + key + " of type " + type.getSimpleName() + ".");
    }
    return type.cast(value);
  }
}
