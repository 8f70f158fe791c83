package org.arbit.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accuracies of uniform bit-widths as a table of text. */
final class AccuracyTable {

  private AccuracyTable() {}

  /** Returns the table, with a final newline. */
  static String of(Map<Integer, Double> accuracyByBits) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"bits", "accuracy"});
    accuracyByBits.forEach(
        (bits, accuracy) ->
            rows.add(
                new String[] {
                  "uniform-" + bits, String.format(Locale.ROOT, "%.2f %%", 100 * accuracy)
                }));
    return TextTable.of(rows);
  }
}
