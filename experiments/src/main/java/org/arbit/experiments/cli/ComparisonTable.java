package org.arbit.experiments.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.arbit.experiments.evaluate.Comparison;
import org.arbit.experiments.evaluate.EqualAccuracy;
import org.arbit.experiments.evaluate.Interval;
import org.arbit.experiments.evaluate.PairedComparison;

/** Operating points over their seeds as a table of text. */
final class ComparisonTable {

  private ComparisonTable() {}

  /** Returns the table with a final newline; runs without a name have no column for it. */
  static String of(List<Comparison.Row> rows) {
    boolean named = rows.stream().anyMatch(row -> !row.run().isEmpty());
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"run", "result", "point", "seeds", "accuracy %", "MBitOps", "better"});
    for (Comparison.Row row : rows) {
      lines.add(
          new String[] {
            row.run(),
            row.name(),
            row.point() == 0 ? "-" : "" + row.point(),
            "" + row.seeds(),
            interval(row.accuracy(), 100, "%.2f"),
            interval(row.totalBitOps(), 1e-6, "%.1f"),
            row.improvement() == null ? "-" : String.format(Locale.ROOT, "%.2f", row.improvement())
          });
    }
    return TextTable.of(
        named ? lines : lines.stream().map(l -> Arrays.copyOfRange(l, 1, l.length)).toList());
  }

  /** Returns the table of what agents save and gain, with a final newline. */
  static String ofSavings(List<EqualAccuracy.Row> rows) {
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "run", "result", "point", "accuracy %", "MBitOps", "saved %", "better by, points", ""
        });
    for (EqualAccuracy.Row row : rows) {
      lines.add(
          new String[] {
            row.run(),
            row.name(),
            "" + row.point(),
            String.format(Locale.ROOT, "%.2f", 100 * row.accuracy()),
            String.format(Locale.ROOT, "%.1f", 1e-6 * row.totalBitOps()),
            interval(row.saving(), 100, "%.1f"),
            interval(row.gain(), 100, "%+.2f"),
            row.beyond() ? "more accurate than all others" : ""
          });
    }
    return TextTable.of(lines);
  }

  /** Returns the table of policies against the first, with a final newline. */
  static String ofPairs(List<PairedComparison.Row> rows) {
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "run", "result", "accuracy %", "MBitOps", "difference %", "only it", "only first", "p"
        });
    for (PairedComparison.Row row : rows) {
      PairedComparison.Difference against = row.against();
      lines.add(
          new String[] {
            row.run(),
            row.result().label(),
            String.format(Locale.ROOT, "%.2f", 100 * row.result().accuracy()),
            String.format(Locale.ROOT, "%.1f", 1e-6 * row.result().totalBitOps()),
            against == null ? "-" : interval(against.accuracy(), 100, "%+.2f"),
            against == null ? "-" : "" + against.onlyThis(),
            against == null ? "-" : "" + against.onlyOther(),
            against == null ? "-" : String.format(Locale.ROOT, "%.2g", against.pValue())
          });
    }
    return TextTable.of(lines);
  }

  private static String interval(Interval interval, double factor, String format) {
    String estimate = String.format(Locale.ROOT, format, factor * interval.estimate());
    if (interval.low() == interval.high()) {
      return estimate;
    }
    return estimate
        + String.format(
            Locale.ROOT,
            " [" + format + ", " + format + "]",
            factor * interval.low(),
            factor * interval.high());
  }
}
