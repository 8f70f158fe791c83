package org.arbit.experiments.export;

import java.util.Arrays;
import java.util.SortedMap;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What there is to export.
 *
 * @param network the frozen super-network
 * @param walked the network as samples walk it, which may be twice, or block by block; else the
 *     same
 * @param learned the policy that was learned on it; null where only the network is exported
 * @param samples images to show what the policy does, such as the validation split; at least one
 * @param versions of the programs, by name; {@code arbit} is one of them
 */
public record ExportSource(
    FrozenNetwork network,
    SuperNetwork walked,
    @Nullable Learned learned,
    Dataset samples,
    SortedMap<String, String> versions) {

  /**
   * A policy and what it belongs to.
   *
   * @param policy the network that scores actions
   * @param metadata what it was learned for
   * @param environment what it was learned in
   */
  public record Learned(
      PolicyNetwork policy, PolicyMetadata metadata, PolicyEnvironment environment) {}

  /**
   * Checks that policy and network belong together.
   *
   * @throws InvalidInputException if the policy was learned on another super-network
   */
  public ExportSource {
    if (learned != null) {
      learned.metadata().requireNetwork(walked.fingerprint());
    }
  }

  /** Returns what there is to export of a network that is walked as it is. */
  public static ExportSource of(
      FrozenNetwork network,
      @Nullable Learned learned,
      Dataset samples,
      SortedMap<String, String> versions) {
    return new ExportSource(network, network, learned, samples, versions);
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
   * Returns the policy, for a format that tells what it does layer by layer.
   *
   * @throws InvalidInputException if there is none, or if it decides for more or less than layers
   */
  public Learned requireByLayer(String format) {
    Learned by = requireLearned(format);
    if (!walked.fingerprint().equals(network.fingerprint())) {
      throw new InvalidInputException(
          "The policy may walk the network twice or decides by blocks ("
              + walked.spec().name()
              + "), but the format "
              + format
              + " holds one pass, layer by layer. Maybe give the bits of every layer with --bits, or"
              + " take adaptive-onnx or policy-onnx?");
    }
    return by;
  }

  /**
   * Returns the allocation for a format that holds one: the given one, or else the policy's most
   * frequent one.
   *
   * @throws InvalidInputException if there is neither, or if the given one does not fit, or if the
   *     policy most often leaves the network early
   */
  public Allocation allocation(String format, ExportOptions options) {
    Allocation given = options.allocation();
    if (given == null) {
      Allocation chosen =
          AllocationTable.of(network, requireByLayer(format), samples).mostFrequent();
      requireWhole(format, chosen);
      return chosen;
    }
    AllocationText.requireFit(given, network);
    return given;
  }

  private void requireWhole(String format, Allocation chosen) {
    int run = AllocationTable.layersRun(chosen);
    if (run < chosen.layers()) {
      throw new InvalidInputException(
          "The policy most often leaves the network before layer "
              + network.spec().layer(run).name()
              + " ("
              + chosen
              + "), but the format "
              + format
              + " holds only passes through all layers. Maybe give the bits of every layer with"
              + " --bits, or take one of adaptive-onnx, json and csv?");
    }
  }

  /**
   * Returns the allocation for a format that cannot hold fewer than some bits.
   *
   * @throws InvalidInputException if the allocation has fewer, with the first such layer and the
   *     nearest bits, unless the options ask for those
   */
  Allocation allocation(String format, ExportOptions options, int least) {
    Allocation wanted = allocation(format, options);
    int nearest =
        Arrays.stream(network.bitWidths().toArray()).filter(b -> b >= least).findFirst().orElse(0);
    int[] weights = new int[wanted.layers()];
    int[] activations = new int[wanted.layers()];
    for (int l = 0; l < wanted.layers(); l++) {
      int lower = Math.min(wanted.weightBits(l), wanted.activationBits(l));
      if (lower < least && (nearest == 0 || !options.nearest())) {
        throw new InvalidInputException(
            "The format "
                + format
                + " cannot hold the "
                + lower
                + (lower == 1 ? " bit" : " bits")
                + " of layer "
                + network.spec().layer(l).name()
                + ", but only "
                + least
                + " and more"
                + (nearest == 0
                    ? ", which this network does not have."
                    : ". Maybe take the nearest, " + nearest + ", with --nearest?"));
      }
      weights[l] = Math.max(wanted.weightBits(l), lower < least ? nearest : 0);
      activations[l] = Math.max(wanted.activationBits(l), lower < least ? nearest : 0);
    }
    return Allocation.separate(weights, activations);
  }
}
