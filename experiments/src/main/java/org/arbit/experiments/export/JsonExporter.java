package org.arbit.experiments.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.format.AtomicFiles;

/**
 * An allocation as JSON of our own, schema 1: the bits of every layer and what they cost; of a
 * policy the allocation that it chooses most often, with the mean over samples beside it. Layers
 * that do not run, since the sample has left at a head, have 0 bits.
 */
public final class JsonExporter implements Exporter {

  private static final int SCHEMA = 1;

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String summary() {
    return "bits per layer as JSON; of a policy the most frequent ones, and the means";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    NetworkSpec network = source.network().spec();
    tree.put("schema", SCHEMA);
    tree.put("kind", "allocation");
    tree.put("network", network.name());
    tree.put("supernetSha256", source.network().fingerprint());
    tree.put("bitWidths", source.network().bitWidths().toArray());
    tree.put("versions", source.versions());
    Allocation allocation;
    long bitOps;
    if (options.allocation() != null) {
      allocation = source.allocation(name(), options);
      bitOps = BitOps.ofNetwork(network, allocation);
    } else {
      ExportSource.Learned learned = source.requireByLayer(name());
      AllocationTable table = AllocationTable.of(source.network(), learned, source.samples());
      allocation = table.mostFrequent();
      bitOps = table.bitOpsOfMostFrequent();
      tree.put("policy", policy(learned, table, network));
    }
    int run = AllocationTable.layersRun(allocation);
    if (run < network.layers()) {
      tree.put("leavesBefore", network.layer(run).name());
    }
    tree.put("networkBitOps", bitOps);
    tree.put("layers", layers(network, allocation));
    AtomicFiles.writeString(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
  }

  private static Map<String, Object> policy(
      ExportSource.Learned learned, AllocationTable table, NetworkSpec network) {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("agent", learned.metadata().agent());
    if (!Double.isNaN(learned.metadata().tradeOff())) {
      policy.put("tradeOff", learned.metadata().tradeOff());
    }
    policy.put("samples", table.allocations().size());
    policy.put("distinctAllocations", table.distinct());
    policy.put("shareOfMostFrequent", table.greatestShare());
    policy.put("meanNetworkBitOps", table.meanBitOps());
    policy.put("controllerBitOps", table.meanDecisions() * learned.metadata().bitOps());
    if (learned.environment().exits()) {
      Map<String, Double> shares = new LinkedHashMap<>();
      network
          .exits()
          .forEach(
              exit ->
                  shares.put(
                      network.layer(exit.beforeLayer()).name(),
                      table.shareLeavingBefore(exit.beforeLayer())));
      policy.put("shareLeavingBefore", shares);
    }
    List<Double> weights = new ArrayList<>();
    List<Double> activations = new ArrayList<>();
    for (int l = 0; l < network.layers(); l++) {
      weights.add(table.meanWeightBits(l));
      activations.add(table.meanActivationBits(l));
    }
    policy.put("meanWeightBits", weights);
    policy.put("meanActivationBits", activations);
    return policy;
  }

  private static List<Map<String, Object>> layers(NetworkSpec network, Allocation allocation) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int l = 0; l < network.layers(); l++) {
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("name", network.layer(l).name());
      layer.put("weightBits", allocation.weightBits(l));
      layer.put("activationBits", allocation.activationBits(l));
      layer.put("macs", network.layer(l).macs());
      layers.add(layer);
    }
    return layers;
  }
}
