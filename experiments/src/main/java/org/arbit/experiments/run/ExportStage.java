package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.arbit.agents.Policy;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.experiments.export.ExportSource;
import org.arbit.experiments.export.PolicyMetadata;
import org.arbit.experiments.export.PolicyOnnx;
import org.arbit.experiments.export.graph.PolicyEnvironment;

/** Writes the policy that was chosen, for use outside of Java. */
public final class ExportStage {

  private ExportStage() {}

  /**
   * Writes {@code policy.onnx} and {@code policy.json}.
   *
   * @param tradeOff that was chosen on the validation split
   * @param versions of the programs that made it
   * @return false if the policy is no network or its environment no allocation, and nothing was
   *     written
   */
  public static boolean write(
      TrainedAgent trained,
      double tradeOff,
      Setting setting,
      SortedMap<String, String> versions,
      Path folder)
      throws IOException {
    Policy policy = trained.agent().policy();
    Optional<ExportSource.Learned> learned =
        learned(trained.name(), policy, tradeOff, setting, versions);
    if (learned.isEmpty()) {
      return false;
    }
    PolicyOnnx.write(learned.get().policy(), learned.get().metadata(), folder);
    return true;
  }

  /**
   * Returns a policy with what it belongs to; empty if it is no network, or was not learned on a
   * super-network.
   *
   * @param agent name of the agent
   */
  static Optional<ExportSource.Learned> learned(
      String agent,
      Policy policy,
      double tradeOff,
      Setting setting,
      SortedMap<String, String> versions) {
    Optional<PolicyNetwork> network = policy.network();
    try (VectorEnv env = setting.make(1)) {
      if (network.isEmpty()
          || setting.network() == null
          || !(env.unwrapped() instanceof BitAllocation allocation)) {
        return Optional.empty();
      }
      List<PolicyMetadata.Field> fields =
          allocation.fields().stream()
              .map(f -> new PolicyMetadata.Field(f.index(), f.name(), f.unit(), f.low(), f.high()))
              .toList();
      List<String> actions =
          IntStream.range(0, allocation.actionSpace().n())
              .mapToObj(allocation.actions()::name)
              .toList();
      PolicyMetadata metadata =
          new PolicyMetadata(
              env.spec().id(),
              agent,
              fields,
              actions,
              setting.network().bitWidths(),
              setting.network().fingerprint(),
              tradeOff,
              policy.bitOpsPerDecision(),
              versions);
      return Optional.of(
          new ExportSource.Learned(
              network.get(), metadata, PolicyEnvironment.of(env.spec().id(), allocation.config())));
    }
  }
}
