package org.arbit.experiments.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;

/**
 * The allocations that a policy chooses for some samples, at the trade-off that was chosen for it.
 *
 * @param allocations one per sample; 0 bits where a layer has not run, since the sample had left
 * @param bitOps of the network, for each sample
 */
record AllocationTable(List<Allocation> allocations, List<Long> bitOps) {

  private static final int BATCH = 256;

  /** Copies the lists. */
  AllocationTable {
    allocations = List.copyOf(allocations);
    bitOps = List.copyOf(bitOps);
  }

  static AllocationTable of(SuperNetwork network, ExportSource.Learned learned, Dataset samples) {
    List<Allocation> allocations = new ArrayList<>();
    List<Long> bitOps = new ArrayList<>();
    double lambda = learned.metadata().tradeOff();
    for (int from = 0; from < samples.size(); from += BATCH) {
      int count = Math.min(BATCH, samples.size() - from);
      PolicyEpisode episode =
          PolicyEpisode.run(
              network,
              learned.policy(),
              learned.environment(),
              samples,
              from,
              count,
              Double.isNaN(lambda) ? 0 : lambda);
      for (int i = 0; i < count; i++) {
        allocations.add(Allocation.separate(episode.weightBits()[i], episode.activationBits()[i]));
        bitOps.add(episode.bitOps()[i]);
      }
    }
    return new AllocationTable(allocations, bitOps);
  }

  /** Returns how many layers run at an allocation: fewer than all where it leaves early. */
  static int layersRun(Allocation allocation) {
    int layers = 0;
    while (layers < allocation.layers() && allocation.weightBits(layers) > 0) {
      layers++;
    }
    return layers;
  }

  /** Returns how often each allocation is chosen, in the order in which they are met first. */
  private Map<Allocation, Integer> counts() {
    Map<Allocation, Integer> counts = new LinkedHashMap<>();
    allocations.forEach(allocation -> counts.merge(allocation, 1, Integer::sum));
    return counts;
  }

  /** Returns the allocation that is chosen most often; of equals the one that is met first. */
  Allocation mostFrequent() {
    Map.Entry<Allocation, Integer> most = null;
    for (Map.Entry<Allocation, Integer> entry : counts().entrySet()) {
      if (most == null || entry.getValue() > most.getValue()) {
        most = entry;
      }
    }
    if (most == null) {
      throw new IllegalStateException("There are no samples to choose bits for.");
    }
    return most.getKey();
  }

  /** Returns the number of different allocations. */
  int distinct() {
    return counts().size();
  }

  /** Returns the share of samples that get the most frequent allocation. */
  double greatestShare() {
    return counts().getOrDefault(mostFrequent(), 0) / (double) allocations.size();
  }

  /** Returns the BitOps of the most frequent allocation. */
  long bitOpsOfMostFrequent() {
    return bitOps.get(allocations.indexOf(mostFrequent()));
  }

  /** Returns the share of samples that leave before a layer; of the layer count: that do not. */
  double shareLeavingBefore(int layer) {
    return allocations.stream().filter(a -> layersRun(a) == layer).count()
        / (double) allocations.size();
  }

  /** Returns the mean number of decisions: one for each layer that runs, and one to leave. */
  double meanDecisions() {
    return allocations.stream()
        .mapToInt(a -> Math.min(layersRun(a) + 1, a.layers()))
        .average()
        .orElseThrow();
  }

  /** Returns the mean weight bits of a layer, 0 where it has not run. */
  double meanWeightBits(int layer) {
    return allocations.stream().mapToInt(a -> a.weightBits(layer)).average().orElseThrow();
  }

  /** Returns the mean activation bits of a layer, 0 where it has not run. */
  double meanActivationBits(int layer) {
    return allocations.stream().mapToInt(a -> a.activationBits(layer)).average().orElseThrow();
  }

  /** Returns the mean BitOps of the network. */
  double meanBitOps() {
    return bitOps.stream().mapToLong(Long::longValue).average().orElseThrow();
  }
}
