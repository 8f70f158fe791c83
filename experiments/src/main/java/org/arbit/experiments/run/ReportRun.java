package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.evaluate.Comparison;
import org.arbit.experiments.evaluate.MergedSummary;
import org.arbit.experiments.report.AdaptiveResult;
import org.arbit.experiments.report.HtmlReport;
import org.arbit.experiments.report.LearningCurve;
import org.arbit.experiments.report.ReportData;
import org.arbit.experiments.report.SummaryReport;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;

/** A report that is made from the files of finished runs, alone. */
public final class ReportRun {

  private static final String KIND = "comparison";
  private static final String SAME = "The whole run, with the same results apart from times:";
  private static final int MOST_CHOSEN = 4;

  private final ReportData data;

  private ReportRun(ReportData data) {
    this.data = data;
  }

  /**
   * Reads one or several runs, or sweeps. Where two have results of the same name, the name of the
   * folder, in brief where that tells them apart, is put behind them. What each run has chosen is
   * evaluated again, sample by sample, if its super-network and data are still there.
   *
   * @param progress says what cannot be shown
   * @throws IllegalArgumentException if the runs were measured on different data
   */
  public static ReportRun of(List<Path> folders, Progress progress) throws IOException {
    Map<String, Summary> runs = new LinkedHashMap<>();
    for (Path folder : folders) {
      if (runs.put(folder.toString(), SummaryFile.read(folder)) != null) {
        throw new InvalidInputException(folder + " is given twice.");
      }
    }
    Comparison.requireSameData(runs);
    boolean named = runs.size() > 1 && namesClash(runs.values());
    boolean brief =
        folders.stream().map(Path::getFileName).distinct().count() == folders.size()
            && folders.stream().noneMatch(folder -> folder.getFileName() == null);
    List<MergedSummary.Part> parts = new ArrayList<>();
    List<LearningCurve> curves = new ArrayList<>();
    List<Chosen> chosen = new ArrayList<>();
    for (Path folder : folders) {
      Manifest.check(folder);
      Summary summary = SummaryFile.read(folder);
      String variant = !named ? "" : brief ? folder.getFileName().toString() : folder.toString();
      parts.add(new MergedSummary.Part(variant, 0, summary));
      for (Place place : places(folder, summary)) {
        curves.addAll(place.curves(variant, progress));
      }
      chosen.addAll(chosen(folder, summary, variant));
    }
    Summary merged = parts.size() == 1 ? parts.get(0).summary() : merged(parts);
    ReportData.Builder report = report(merged, curves, chosen, progress);
    for (Path folder : folders) {
      addOrigin(report, folder);
    }
    return new ReportRun(report.build());
  }

  /** Puts the results of a sweep into a report, before its summary is written. */
  static ReportRun ofSweep(
      Path folder, Summary summary, Map<String, String> failed, String command, Progress progress)
      throws IOException {
    List<LearningCurve> curves = new ArrayList<>();
    for (Place place : places(folder, summary)) {
      curves.addAll(place.curves("", progress));
    }
    ReportData.Builder report = report(summary, curves, chosen(folder, summary, ""), progress);
    failed.forEach((trial, reason) -> report.fact("failed: " + trial, reason));
    report.setting(folder.resolve(Quickstart.CONFIG).toString(), config(folder));
    report.command(SAME, command);
    return new ReportRun(report.build());
  }

  /** Writes the page, and the picture of the frontier. */
  public void write(Path folder) throws IOException {
    HtmlReport.write(data, folder);
  }

  private static Summary merged(List<MergedSummary.Part> parts) {
    double seconds = parts.stream().mapToDouble(part -> part.summary().wallSeconds()).sum();
    return MergedSummary.of(KIND, seconds, parts);
  }

  /** Whether an agent, or a fixed allocation with other numbers, is in two runs. */
  private static boolean namesClash(Iterable<Summary> runs) {
    Map<String, Result> fixed = new HashMap<>();
    Set<String> agents = new HashSet<>();
    for (Summary run : runs) {
      Set<String> own = new HashSet<>();
      for (Result result : run.results()) {
        boolean priced = result.tradeOff() != null && result.type() != ResultType.RANDOM;
        if (priced || result.type() == ResultType.AGENT) {
          own.add(result.name());
        } else if (result.type() != ResultType.RANDOM) {
          Result known = fixed.putIfAbsent(result.name(), result);
          if (known != null && !known.equals(result)) {
            return true;
          }
        }
      }
      if (own.stream().anyMatch(name -> !agents.add(name))) {
        return true;
      }
    }
    return false;
  }

  /** A run folder: the given one, or that of a trial. */
  private record Place(Path folder, String variant, long seed) {

    List<LearningCurve> curves(String run, Progress progress) throws IOException {
      List<LearningCurve> named = new ArrayList<>();
      for (LearningCurve curve : MetricsCurves.read(folder, seed, progress::say)) {
        String name = suffixed(curve.agent(), variant, run);
        named.add(new LearningCurve(name, curve.seed(), curve.measure(), curve.points()));
      }
      return named;
    }
  }

  private static String suffixed(String name, String variant, String run) {
    String once = variant.isEmpty() ? name : name + " (" + variant + ")";
    return run.isEmpty() ? once : once + " (" + run + ")";
  }

  private static List<Place> places(Path folder, Summary summary) {
    if (!summary.kind().equals(Sweep.KIND)) {
      return List.of(new Place(folder, "", seed(summary)));
    }
    Path trials = folder.resolve(Sweep.TRIALS);
    return SweepReader.read(folder.resolve(Quickstart.CONFIG), List.of()).trials().stream()
        .map(trial -> new Place(trials.resolve(trial.name()), trial.variant(), trial.seed()))
        .toList();
  }

  private static long seed(Summary summary) {
    return summary.results().stream()
        .map(Result::seed)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(0L);
  }

  /** What a run has chosen: its folder, and the name of its results. */
  private record Chosen(Path folder, String name) {}

  /** Of a sweep, the first seed of each agent. */
  private static List<Chosen> chosen(Path folder, Summary summary, String run) throws IOException {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    for (Place place : places(folder, summary)) {
      if (BestPolicy.isIn(place.folder())) {
        BestPolicy best = BestPolicy.read(place.folder());
        String name = suffixed(best.agent(), place.variant(), run);
        chosen.putIfAbsent(name, new Chosen(place.folder(), name + ", seed " + best.seed()));
      }
    }
    return List.copyOf(chosen.values());
  }

  private static ReportData.Builder report(
      Summary summary, List<LearningCurve> curves, List<Chosen> chosen, Progress progress) {
    List<AdaptiveResult> adaptive = new ArrayList<>();
    RunInputs first = null;
    try (Workers workers = Workers.forThisMachine()) {
      for (Chosen policy : chosen.subList(0, Math.min(MOST_CHOSEN, chosen.size()))) {
        EvaluateRun run = EvaluateRun.load(policy.folder(), workers);
        first = first == null ? run.inputs() : first;
        if (run.inputs().network().spec().equals(first.network().spec())) {
          Evaluated evaluated = run.at(List.of(), Split.TEST).get(0);
          double tradeOff = Objects.requireNonNullElse(evaluated.result().tradeOff(), Double.NaN);
          adaptive.add(new AdaptiveResult(policy.name(), tradeOff, evaluated.outcomes()));
        }
      }
    } catch (IOException | InvalidInputException | ConfigException e) {
      progress.warn("The report shows no single samples: " + e.getMessage());
      first = null;
    }
    return first == null || adaptive.isEmpty()
        ? SummaryReport.of(summary, curves)
        : SummaryReport.of(summary, curves, first.network().spec(), first.data().test(), adaptive);
  }

  private static void addOrigin(ReportData.Builder report, Path folder) throws IOException {
    report.setting(folder.resolve(Quickstart.CONFIG).toString(), config(folder));
    Manifest.command(folder).ifPresent(command -> report.command(folder + ": " + SAME, command));
  }

  private static String config(Path folder) throws IOException {
    Path file = folder.resolve(Quickstart.CONFIG);
    return Files.isRegularFile(file) ? ConfigReader.text(file).strip() : "";
  }
}
