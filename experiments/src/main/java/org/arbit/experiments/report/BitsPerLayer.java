package org.arbit.experiments.report;

import java.util.ArrayList;
import java.util.List;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.supernet.BitWidths;

/** How often each layer ran at each bit-width: the heat map of one adaptive result. */
final class BitsPerLayer {

  /** Above this share a cell is dark enough to need light text. */
  private static final double STRONG = 0.8;

  private BitsPerLayer() {}

  /**
   * Returns shares of all samples, {@code layers x (1 + bit-widths)}; every row sums to 1. Column 0
   * counts samples that had left the network before the layer. Where weights and activations
   * differ, each counts one half.
   */
  static double[][] shares(SampleOutcomes outcomes, BitWidths bitWidths) {
    double[][] shares = new double[outcomes.layers()][1 + bitWidths.size()];
    double half = 0.5 / outcomes.samples();
    for (int i = 0; i < outcomes.samples(); i++) {
      for (int l = 0; l < outcomes.layers(); l++) {
        shares[l][column(outcomes.weightBits(i, l), bitWidths)] += half;
        shares[l][column(outcomes.activationBits(i, l), bitWidths)] += half;
      }
    }
    return shares;
  }

  private static int column(int bits, BitWidths bitWidths) {
    return bits == 0 ? 0 : 1 + bitWidths.indexOf(bits);
  }

  /** A heat map, ready to be shown. */
  record HeatMap(String title, List<String> columns, List<Row> rows) {}

  /** One layer of a heat map. */
  record Row(String layer, List<Cell> cells, String mean) {}

  /** One share: its opacity in [0, 1], its text, and whether it needs light text. */
  record Cell(String opacity, String text, boolean strong) {}

  static HeatMap heatMap(ReportData data, AdaptiveResult result) {
    double[][] shares = shares(result.outcomes(), data.bitWidths());
    boolean exits = false;
    for (double[] row : shares) {
      exits |= row[0] > 0;
    }
    int first = exits ? 0 : 1;
    List<String> columns = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int c = first; c <= data.bitWidths().size(); c++) {
      columns.add(c == 0 ? "left" : Integer.toString(data.bitWidths().at(c - 1)));
    }
    for (int l = 0; l < shares.length; l++) {
      rows.add(row(data.layers().get(l), shares[l], first, data.bitWidths()));
    }
    return new HeatMap(result.title(), columns, rows);
  }

  private static Row row(String layer, double[] shares, int first, BitWidths bitWidths) {
    List<Cell> cells = new ArrayList<>();
    double mean = 0;
    for (int c = first; c < shares.length; c++) {
      double share = shares[c];
      mean += c == 0 ? 0 : share * bitWidths.at(c - 1);
      cells.add(new Cell(Numbers.fixed(share, 3), text(share), share > STRONG));
    }
    return new Row(layer, cells, Numbers.fixed(mean, 2));
  }

  private static String text(double share) {
    if (share == 0) {
      return "";
    }
    return share < 0.005 ? "<1" : Numbers.percent(share, 0);
  }
}
