package org.arbit.experiments.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.arbit.experiments.Result;
import org.arbit.experiments.Summary;

/** The results of a run as a table of text, the cheapest first. */
final class ResultTable {

  private static final String MISSING = "-";

  private ResultTable() {}

  /** Returns the table of a run, with a final newline. */
  static String of(Summary summary) {
    return of(summary.results());
  }

  /** Returns the table of some results, with a final newline. */
  static String of(List<Result> results) {
    double most = results.stream().mapToDouble(Result::totalBitOps).max().orElse(Double.NaN);
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {"result", "lambda", "accuracy", "bits", "MBitOps", "of most", "difficulty"});
    results.stream()
        .sorted(Comparator.comparingDouble(Result::totalBitOps))
        .forEach(result -> rows.add(row(result, most)));
    return TextTable.of(rows);
  }

  private static String[] row(Result result, double most) {
    return new String[] {
      result.name(),
      result.tradeOff() == null ? MISSING : String.valueOf(result.tradeOff()),
      number("%.2f %%", 100 * result.accuracy()),
      number("%.2f", result.meanBits()),
      number("%.1f", result.totalBitOps() / 1e6),
      number("%.1f %%", 100 * result.totalBitOps() / most),
      result.difficultyCorrelation() == null
          ? MISSING
          : number("%.2f", result.difficultyCorrelation())
    };
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
