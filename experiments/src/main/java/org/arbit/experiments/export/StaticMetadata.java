package org.arbit.experiments.export;

import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.cost.BitOps;

/** What stands in the file of a network at one allocation. */
final class StaticMetadata {

  private StaticMetadata() {}

  static Map<String, String> of(ExportSource source, Allocation allocation) {
    Map<String, String> entries = ofReals(source, allocation);
    entries.put(
        "arbit.networkBitOps",
        Long.toString(BitOps.ofNetwork(source.network().spec(), allocation)));
    return entries;
  }

  /** The same without BitOps, for a file of real values whose quantization stands beside it. */
  static Map<String, String> ofReals(ExportSource source, Allocation allocation) {
    Map<String, String> entries = new TreeMap<>();
    entries.put("arbit.schema", Integer.toString(PolicyMetadata.SCHEMA));
    entries.put("arbit.allocation", allocation.toString());
    entries.put("arbit.network", source.network().spec().name());
    entries.put("arbit.supernetSha256", source.network().fingerprint());
    return entries;
  }
}
