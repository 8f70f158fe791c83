package org.arbit.experiments.report;

import java.util.Comparator;
import java.util.List;

/** The table of results, ready to be shown: agents first, each group by rising cost. */
final class ResultRows {

  private static final List<String> ORDER =
      List.of("agent", "cascade", "static", "dedicated", "random", "oracle");

  private ResultRows() {}

  /** One line of the table. */
  record Row(
      String name,
      String type,
      String tradeOff,
      String seeds,
      String accuracy,
      String interval,
      String meanBits,
      String network,
      String controller,
      String total,
      String share,
      String bar,
      String correlation,
      boolean agent) {}

  static List<Row> of(List<ReportPoint> points) {
    double greatest = points.stream().mapToDouble(ReportPoint::totalBitOps).max().orElse(1);
    double reference = Headline.mostPrecise(points).map(ReportPoint::totalBitOps).orElse(greatest);
    return points.stream()
        .sorted(
            Comparator.<ReportPoint>comparingInt(p -> rank(p.type()))
                .thenComparing(p -> p.isAgent() ? p.name() : "")
                .thenComparingDouble(ReportPoint::totalBitOps))
        .map(p -> row(p, reference))
        .toList();
  }

  private static int rank(String type) {
    int index = ORDER.indexOf(type);
    return index < 0 ? ORDER.size() : index;
  }

  private static Row row(ReportPoint point, double reference) {
    double share = point.totalBitOps() / reference;
    return new Row(
        point.name(),
        point.type(),
        orDash(point.tradeOff(), Numbers.plain(point.tradeOff())),
        Integer.toString(point.seeds()),
        Numbers.percent(point.accuracy().value(), 2),
        point.accuracy().hasInterval()
            ? "["
                + Numbers.percent(point.accuracy().low(), 2)
                + ", "
                + Numbers.percent(point.accuracy().high(), 2)
                + "]"
            : "",
        Numbers.fixed(point.meanBits(), 2),
        Numbers.si(point.networkBitOps()),
        Numbers.si(point.controllerBitOps()),
        Numbers.si(point.totalBitOps()),
        Numbers.percent(share, 1),
        Numbers.percent(Math.min(1, share), 1),
        orDash(point.difficultyCorrelation(), Numbers.fixed(point.difficultyCorrelation(), 2)),
        point.isAgent());
  }

  private static String orDash(double value, String text) {
    return Double.isNaN(value) ? "\u2013" : text;
  }
}
