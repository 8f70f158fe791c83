package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.format.AtomicFiles;

/**
 * Bits per layer as a table: a line per sample for a policy, a line in all for a given allocation.
 * A layer whose weights and activations differ is written {@code 4/8}; one that does not run, since
 * the sample has left at a head, {@code 0}.
 */
public final class CsvExporter implements Exporter {

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String summary() {
    return "bits per layer as a table; of a policy a line per sample";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    NetworkSpec network = source.network().spec();
    StringBuilder csv = new StringBuilder("sample,");
    network.searchable().forEach(layer -> csv.append(layer.name()).append(','));
    csv.append("bitops\n");
    if (options.allocation() != null) {
      Allocation allocation = source.allocation(name(), options);
      line(csv, "all", allocation, BitOps.ofNetwork(network, allocation));
    } else {
      AllocationTable table =
          AllocationTable.of(source.network(), source.requireByLayer(name()), source.samples());
      for (int i = 0; i < table.allocations().size(); i++) {
        line(csv, Integer.toString(i), table.allocations().get(i), table.bitOps().get(i));
      }
    }
    AtomicFiles.writeString(file, csv.toString());
  }

  private static void line(StringBuilder csv, String sample, Allocation allocation, long bitOps) {
    String bits =
        IntStream.range(0, allocation.layers())
            .mapToObj(
                l ->
                    allocation.weightBits(l) == allocation.activationBits(l)
                        ? Integer.toString(allocation.weightBits(l))
                        : allocation.weightBits(l) + "/" + allocation.activationBits(l))
            .collect(Collectors.joining(","));
    csv.append(sample).append(',').append(bits).append(',').append(bitOps).append('\n');
  }
}
