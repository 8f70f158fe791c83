package org.arbit.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.quant.BitPacking;
import org.arbit.supernet.quant.VerticalLayers;

/**
 * What the weights of the searchable layers take at each precision, packed layer by layer, and what
 * a device has to fetch to come there from the precision below.
 *
 * @param vertical whether lower precisions are parts of the higher ones
 * @param rows one for each candidate, ascending
 */
record Precisions(boolean vertical, List<Row> rows) {

  /**
   * A precision.
   *
   * @param bits of the weights
   * @param weightBytes at this precision alone
   * @param fetchBytes to come here from the one below; of the least, all
   * @param storedBytes of everything up to here
   */
  record Row(int bits, long weightBytes, long fetchBytes, long storedBytes) {}

  static Precisions of(SuperNetCheckpoint checkpoint, FrozenNetwork network) {
    boolean vertical =
        WeightQuantizer.Kind.named(checkpoint.quantizer()) == WeightQuantizer.Kind.CASCADE;
    BitWidths bits = network.bitWidths();
    List<Row> rows = new ArrayList<>();
    long stored = 0;
    for (int i = 0; i < bits.size(); i++) {
      long alone = 0;
      long fetch = 0;
      for (FrozenLayer layer : network.withProjections()) {
        int weights = layer.shape().weights();
        int bytes = BitPacking.bytes(weights, bits.at(i));
        alone += bytes;
        fetch += vertical ? VerticalLayers.bytes(bits, i, weights) : bytes;
      }
      stored += fetch;
      rows.add(new Row(bits.at(i), alone, fetch, stored));
    }
    return new Precisions(vertical, rows);
  }

  /** Returns the rows as text, with a word on what they mean. */
  String table() {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"bits", "weight bytes", "to fetch", "stored"});
    for (Row row : rows) {
      lines.add(
          new String[] {
            "" + row.bits(),
            count(row.weightBytes()),
            count(row.fetchBytes()),
            count(row.storedBytes())
          });
    }
    return TextTable.of(lines)
        + (vertical
            ? "Each precision is fetched on top of the one before; all together give the master.\n"
            : "Each precision has weights of its own.\n");
  }

  private static String count(long bytes) {
    return String.format(Locale.ROOT, "%,d", bytes);
  }
}
