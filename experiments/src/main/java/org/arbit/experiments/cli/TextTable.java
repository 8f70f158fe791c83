package org.arbit.experiments.cli;

import java.util.List;

/** Columns of text. */
final class TextTable {

  private static final String GAP = "  ";

  private TextTable() {}

  /**
   * Returns a table for numbers, with a line below its head: the first column to the left, the
   * others to the right.
   *
   * @param rows the head first; all of the same length
   */
  static String of(List<String[]> rows) {
    return format(rows, false);
  }

  /** Returns a table for texts: all columns to the left. */
  static String leftAligned(List<String[]> rows) {
    return format(rows, true);
  }

  private static String format(List<String[]> rows, boolean left) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String cell = rows.get(r)[c];
        String padding = " ".repeat(widths[c] - cell.length());
        line.append(c == 0 ? "" : GAP).append(c == 0 || left ? cell + padding : padding + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        text.append("-".repeat(line.length())).append('\n');
      }
    }
    return text.toString();
  }
}
