package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.ResetOptions;
import org.arbit.env.allocation.ActionCoding;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.allocation.ObservedField;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Everything that an adaptive network is built from. What an observation says of a layer, and not
 * of the sample, is not computed again but read off an episode of the environment itself, so that
 * the two cannot differ.
 *
 * @param walked the network as samples walk it, which may be twice, or block by block
 * @param network the frozen network below it
 * @param policy chooses the action at each layer
 * @param actions what each action means
 * @param fields what each index of an observation means
 * @param observed an observation for each layer; only what does not depend on the sample counts
 * @param hasBudget whether there is a hard budget, which then is an input
 */
public record AdaptiveDesign(
    SuperNetwork walked,
    FrozenNetwork network,
    PolicyNetwork policy,
    ActionCoding actions,
    List<ObservedField> fields,
    List<float[]> observed,
    boolean hasBudget) {

  /** Copies the lists. */
  public AdaptiveDesign {
    fields = List.copyOf(fields);
    observed = List.copyOf(observed);
  }

  /**
   * Returns the design of a network and a policy that was learned on it.
   *
   * @param walked the network as the policy walked it
   * @param environment the settings that the policy was learned with
   * @param data at least one image of the right shape; which one is of no importance
   * @throws InvalidInputException if the policy reads or chooses something else than the
   *     environment offers, or if the network is not of the built-in engine
   */
  public static AdaptiveDesign of(
      SuperNetwork walked, PolicyNetwork policy, PolicyEnvironment environment, Dataset data) {
    boolean hasBudget = environment.config().budget() != null;
    try (BitAllocation env = generous(environment, walked).open(walked, data, 1)) {
      requireSame("observations", env.fields().size(), policy.inputs());
      requireSame("actions", env.actions().actions(), policy.outputs());
      List<float[]> observed = new ArrayList<>();
      float[] observation = env.reset(ResetOptions.seeded(0)).observations();
      for (int l = 0; l < walked.spec().layers(); l++) {
        observed.add(observation);
        observation = env.step(new int[] {0}).observations();
      }
      return new AdaptiveDesign(
          walked,
          Decision.frozen(walked),
          policy,
          env.actions(),
          env.fields(),
          observed,
          hasBudget);
    }
  }

  /** Whether every sample that comes to a head pays for it, since the policy is told its answer. */
  boolean looksAtHeads() {
    return reads("head.gap");
  }

  /** Whether the policy is told something. */
  boolean reads(String field) {
    return fields.stream().anyMatch(read -> read.name().equals(field));
  }

  /** A budget under which a sample can see every layer; what it says of layers is the same. */
  private static PolicyEnvironment generous(PolicyEnvironment environment, SuperNetwork network) {
    AllocationConfig config = environment.config();
    if (config.budget() == null) {
      return environment;
    }
    Allocation most = Allocation.uniform(network.spec().layers(), network.bitWidths().max());
    long looks = network.spec().exits().stream().mapToLong(BitOps::ofExit).sum();
    long enough = BitOps.ofNetwork(network.spec(), most) + looks;
    return new PolicyEnvironment(config.withBudget(enough), environment.exits());
  }

  private static void requireSame(String what, int offered, int read) {
    if (offered != read) {
      throw new InvalidInputException(
          "The policy and the super-network do not belong together: the policy has "
              + read
              + " "
              + what
              + ", the environment "
              + offered
              + ".");
    }
  }
}
