package org.arbit.experiments.export;

import java.util.SortedMap;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What there is to export.
 *
 * @param network the frozen super-network
 * @param learned the policy that was learned on it; null where only the network is exported
 * @param samples images to show what the policy does, such as the validation split; at least one
 * @param versions of the programs, by name; {@code arbit} is one of them
 */
public record ExportSource(
    FrozenNetwork network,
    @Nullable Learned learned,
    Dataset samples,
    SortedMap<String, String> versions) {

  /**
   * A policy and what it belongs to.
   *
   * @param policy the network that scores actions
   * @param metadata what it was learned for
   * @param environment the settings that it was learned with
   */
  public record Learned(
      PolicyNetwork policy, PolicyMetadata metadata, AllocationConfig environment) {}

  /**
   * Checks that policy and network belong together.
   *
   * @throws InvalidInputException if the policy was learned on another super-network
   */
  public ExportSource {
    if (learned != null) {
      learned.metadata().requireNetwork(network.fingerprint());
    }
  }

  /**
   * Returns the policy.
   *
   * @param format that needs one, for the message
   * @throws InvalidInputException if there is none
   */
  public Learned requireLearned(String format) {
    if (learned == null) {
      throw new InvalidInputException(
          "The format "
              + format
              + " needs a learned policy, but there is only a super-network. Maybe give a run with"
              + " --run?");
    }
    return learned;
  }

  /**
   * Returns the allocation for a format that holds one: the given one, or else the policy's most
   * frequent one.
   *
   * @throws InvalidInputException if there is neither, or if the given one does not fit
   */
  public Allocation allocation(String format, ExportOptions options) {
    Allocation given = options.allocation();
    if (given == null) {
      return AllocationTable.of(network, requireLearned(format), samples).mostFrequent();
    }
    AllocationText.requireFit(given, network);
    return given;
  }
}
