package org.arbit.experiments.report;

import java.util.Locale;
import java.util.SortedMap;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.Summary;
import org.arbit.supernet.LayerSpec;
import org.jspecify.annotations.Nullable;

/** Turns the record of a single run into what its report shows. */
public final class RunReport {

  private RunReport() {}

  /** Returns the report's data: one point per result, sample by sample where the bits vary. */
  public static ReportData of(RunRecord run) {
    Summary summary = run.summary();
    ReportData.Builder report =
        ReportData.builder(
            title(summary),
            run.bitWidths(),
            run.network().searchable().stream().map(LayerSpec::name).toList(),
            run.test());
    addFacts(report, summary, run);
    for (Evaluated evaluated : run.evaluated()) {
      report.point(point(evaluated.result()));
      if (varies(evaluated.result().type())) {
        report.adaptive(
            new AdaptiveResult(
                evaluated.result().name(),
                orNaN(evaluated.result().tradeOff()),
                evaluated.outcomes()));
      }
    }
    report.setting("config.yaml", run.config().strip());
    report.command("The whole run, with the same results apart from times:", run.command());
    return report.build();
  }

  private static String title(Summary summary) {
    String kind = summary.kind();
    return kind.substring(0, 1).toUpperCase(Locale.ROOT)
        + kind.substring(1)
        + " on "
        + summary.dataset().name();
  }

  private static void addFacts(ReportData.Builder report, Summary summary, RunRecord run) {
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
            + run.bitWidths());
    SortedMap<Integer, Double> accuracyByBits = summary.supernet().accuracyByBits();
    if (accuracyByBits != null) {
      accuracyByBits.forEach(
          (bits, accuracy) ->
              report.fact("accuracy at " + bits + " bit", Numbers.percent(accuracy, 2) + " %"));
    }
    if (run.chosen() >= 0) {
      report.fact("chosen on validation", run.evaluated().get(run.chosen()).result().label());
    }
    report.fact("time", Numbers.fixed(summary.wallSeconds(), 0) + " s");
  }

  private static boolean varies(ResultType type) {
    return type == ResultType.AGENT || type == ResultType.CASCADE || type == ResultType.ORACLE;
  }

  private static ReportPoint point(Result result) {
    return new ReportPoint(
        result.name(),
        result.type().label(),
        orNaN(result.tradeOff()),
        1,
        Estimate.exactly(result.accuracy()),
        result.meanBits(),
        result.networkBitOps(),
        result.controllerBitOps(),
        orNaN(result.difficultyCorrelation()));
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
