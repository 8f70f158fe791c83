package org.arbit.experiments.report;

import java.util.List;
import java.util.Locale;
import org.arbit.experiments.Summary;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.Dataset;

/** Turns a summary, which may be that of many runs, into what its report shows. */
public final class SummaryReport {

  private SummaryReport() {}

  /** Starts a report of numbers alone: one point for each operating point, over all seeds. */
  public static ReportData.Builder of(Summary summary, List<LearningCurve> curves) {
    return filled(
        ReportData.builder(title(summary), bitWidths(summary), List.of(), new NoSamples()),
        summary,
        curves);
  }

  /**
   * Starts a report that also shows, sample by sample, what some policies did.
   *
   * @param network of the policies
   * @param test the split that they were evaluated on
   */
  public static ReportData.Builder of(
      Summary summary,
      List<LearningCurve> curves,
      NetworkSpec network,
      Dataset test,
      List<AdaptiveResult> adaptive) {
    List<String> layers = network.searchable().stream().map(LayerSpec::name).toList();
    ReportData.Builder report =
        filled(
            ReportData.builder(title(summary), bitWidths(summary), layers, test), summary, curves);
    adaptive.forEach(report::adaptive);
    return report;
  }

  private static ReportData.Builder filled(
      ReportData.Builder report, Summary summary, List<LearningCurve> curves) {
    addFacts(report, summary);
    SeedPoints.of(summary).forEach(report::point);
    curves.forEach(report::curve);
    return report;
  }

  private static BitWidths bitWidths(Summary summary) {
    int[] bits =
        summary.supernet().bitWidths().stream()
            .mapToInt(Integer::intValue)
            .filter(b -> b <= BitWidths.GREATEST)
            .toArray();
    // A network in floating point has none.
    return BitWidths.of(bits.length == 0 ? new int[] {BitWidths.GREATEST} : bits);
  }

  static String title(Summary summary) {
    String kind = summary.kind();
    return kind.substring(0, 1).toUpperCase(Locale.ROOT)
        + kind.substring(1)
        + " on "
        + summary.dataset().name();
  }

  static void addFacts(ReportData.Builder report, Summary summary) {
    Summary.DatasetFacts data = summary.dataset();
    report.fact(
        "data set",
        data.name()
            + ": "
            + data.train()
            + " training, "
            + data.validation()
            + " validation, "
            + data.test()
            + " test images");
    report.fact(
        "super-network",
        summary.supernet().network()
            + ", recipe "
            + summary.supernet().recipe()
            + ", bit-widths "
            + summary.supernet().bitWidths());
    summary
        .supernet()
        .accuracyByBits()
        .forEach(
            (bits, accuracy) ->
                report.fact("accuracy at " + bits + " bit", Numbers.percent(accuracy, 2) + " %"));
    report.fact("time", Numbers.fixed(summary.wallSeconds(), 0) + " s");
  }
}
