package org.arbit.experiments.report;

import java.util.List;
import java.util.Objects;
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

  /**
   * Returns the report's data: one point per operating point over all seeds, and sample by sample
   * what varies, of the seed that was chosen.
   *
   * @param curves of the run's trainings; may be empty
   */
  public static ReportData of(RunRecord run, List<LearningCurve> curves) {
    Summary summary = run.summary();
    ReportData.Builder report =
        ReportData.builder(
            SummaryReport.title(summary),
            run.bitWidths(),
            run.network().searchable().stream().map(LayerSpec::name).toList(),
            run.test());
    SummaryReport.addFacts(report, summary);
    if (run.chosen() >= 0) {
      report.fact("chosen on validation", run.evaluated().get(run.chosen()).result().label());
    }
    SeedPoints.of(summary).forEach(report::point);
    for (Evaluated evaluated : run.evaluated()) {
      Result result = evaluated.result();
      if (varies(result.type()) && isOfChosenSeed(run, result)) {
        report.adaptive(
            new AdaptiveResult(result.name(), orNaN(result.tradeOff()), evaluated.outcomes()));
      }
    }
    curves.forEach(report::curve);
    report.setting("config.yaml", run.config().strip());
    report.command("The whole run, with the same results apart from times:", run.command());
    return report.build();
  }

  private static boolean isOfChosenSeed(RunRecord run, Result result) {
    return run.chosen() < 0
        || result.seed() == null
        || Objects.equals(result.seed(), run.evaluated().get(run.chosen()).result().seed());
  }

  private static boolean varies(ResultType type) {
    return type == ResultType.AGENT || type == ResultType.CASCADE || type == ResultType.ORACLE;
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
