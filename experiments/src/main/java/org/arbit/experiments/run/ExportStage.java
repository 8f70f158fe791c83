package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.AutoReset;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.experiments.export.PolicyMetadata;
import org.arbit.experiments.export.PolicyOnnx;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/** Writes the policy that was chosen, for use outside of Java. */
public final class ExportStage {

  private ExportStage() {}

  /**
   * Writes {@code policy.onnx} and {@code policy.json}.
   *
   * @param tradeOff that was chosen on the validation split
   * @param versions of the programs that made it
   * @return false if the agent's policy is no network, and nothing was written
   */
  public static boolean write(
      TrainedAgent trained,
      double tradeOff,
      SuperNetwork network,
      Dataset data,
      AllocationConfig environment,
      SortedMap<String, String> versions,
      Path folder)
      throws IOException {
    if (!(trained.agent() instanceof LearningAgent learner)
        || learner.policy().network().isEmpty()) {
      return false;
    }
    PolicyNetwork policy = learner.policy().network().get();
    try (BitAllocation env =
        BitAllocation.vector(network, data, environment, 1, AutoReset.DISABLED)) {
      List<PolicyMetadata.Field> fields =
          env.fields().stream()
              .map(f -> new PolicyMetadata.Field(f.index(), f.name(), f.unit(), f.low(), f.high()))
              .toList();
      List<String> actions =
          IntStream.range(0, env.actionSpace().n()).mapToObj(env.actions()::name).toList();
      PolicyMetadata metadata =
          new PolicyMetadata(
              env.spec().id(),
              trained.name(),
              fields,
              actions,
              network.bitWidths(),
              network.fingerprint(),
              tradeOff,
              learner.policy().bitOpsPerDecision(),
              versions);
      PolicyOnnx.write(policy, metadata, folder);
    }
    return true;
  }
}
