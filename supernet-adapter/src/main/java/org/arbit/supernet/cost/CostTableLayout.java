package org.arbit.supernet.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;

/**
 * Which rows the table of a network has: every searchable layer at every candidate (every pair of
 * them where weights and activations may differ), every fixed layer and every head at 8/8.
 */
final class CostTableLayout {

  /** Columns that a table must have; others are for the reader's eye. */
  static final List<String> COLUMNS = List.of("layer", "weightBits", "activationBits", "cost");

  private static final String HEAD = "exit@";

  private CostTableLayout() {}

  /**
   * One row to be.
   *
   * @param key what it is the cost of
   * @param about columns that describe the layer: kind, input, output, kernel, stride, macs
   */
  record Slot(CostRow.Key key, List<String> about) {

    /** Copies the list. */
    Slot {
      about = List.copyOf(about);
    }
  }

  /** Names of the describing columns. */
  static List<String> aboutColumns() {
    return List.of("kind", "input", "output", "kernel", "stride", "macs");
  }

  /** Returns the name under which a head stands in a table. */
  static String head(NetworkSpec network, ExitSpec exit) {
    return HEAD + network.layer(exit.beforeLayer()).name();
  }

  /** Returns all rows, in the order of execution, the fixed layers last. */
  static List<Slot> slots(NetworkSpec network, BitWidths bitWidths, boolean separate) {
    List<Slot> slots = new ArrayList<>();
    for (LayerSpec layer : network.searchable()) {
      for (int w : bitWidths.toArray()) {
        for (int a : separate ? bitWidths.toArray() : new int[] {w}) {
          slots.add(new Slot(new CostRow.Key(layer.name(), w, a), about(layer)));
        }
      }
    }
    int bits = NetworkSpec.FIXED_BITS;
    for (LayerSpec layer : network.fixed()) {
      slots.add(new Slot(new CostRow.Key(layer.name(), bits, bits), about(layer)));
    }
    for (ExitSpec exit : network.exits()) {
      List<String> about = List.of("dense", "", "", "1", "1", Long.toString(exit.macs()));
      slots.add(new Slot(new CostRow.Key(head(network, exit), bits, bits), about));
    }
    return slots;
  }

  private static List<String> about(LayerSpec layer) {
    return List.of(
        layer.kind().name().toLowerCase(Locale.ROOT),
        layer.inChannels() + "x" + layer.inHeight() + "x" + layer.inWidth(),
        layer.outChannels() + "x" + layer.outHeight() + "x" + layer.outWidth(),
        Integer.toString(layer.kernel()),
        Integer.toString(layer.stride()),
        Long.toString(layer.macs()));
  }
}
