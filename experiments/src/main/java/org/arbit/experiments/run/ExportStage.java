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
import org.arbit.experiments.export.PolicyMetadata;
import org.arbit.experiments.export.PolicyOnnx;

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
    Optional<PolicyNetwork> network = policy.network();
    try (VectorEnv env = setting.make(1)) {
      if (network.isEmpty()
          || setting.network() == null
          || !(env.unwrapped() instanceof BitAllocation allocation)) {
        return false;
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
              trained.name(),
              fields,
              actions,
              setting.network().bitWidths(),
              setting.network().fingerprint(),
              tradeOff,
              policy.bitOpsPerDecision(),
              versions);
      PolicyOnnx.write(network.get(), metadata, folder);
      return true;
    }
  }
}
