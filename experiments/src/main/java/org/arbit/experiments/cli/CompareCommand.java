package org.arbit.experiments.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.arbit.experiments.AnswersFile;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.evaluate.Comparison;
import org.arbit.experiments.evaluate.EqualAccuracy;
import org.arbit.experiments.evaluate.PairedComparison;
import org.arbit.experiments.run.EvaluateRun;
import org.arbit.experiments.run.Manifest;
import org.arbit.experiments.run.Split;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts runs side by side. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Puts runs on the same data side by side.",
      "Values are interquartile means over seeds with 95 %% bootstrap intervals; 'better' is the "
          + "probability that a seed is more accurate than one of the first agent.",
      "With --paired, intervals are over test samples, and p is that of McNemar's exact test."
    },
    footer = {"", "Example: ./arbit compare runs/quickstart-1"})
final class CompareCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Run folders.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--equal-accuracy",
      description =
          "Print what agents save at equal accuracy, and by how many points they are better at"
              + " equal cost, against the frontier of all other results.")
  private boolean equalAccuracy;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      split = ",",
      description =
          "With --equal-accuracy: the frontier is that of the agents of these runs, or of"
              + " whatever else they have measured where they have none.")
  private List<Path> against = new ArrayList<>();

  @Option(
      names = "--paired",
      description =
          "Evaluate what each run has chosen again, and compare it with the first sample by sample.")
  private boolean paired;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  CompareCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Summary> runs = new LinkedHashMap<>();
    if (!against.isEmpty() && !equalAccuracy) {
      throw new InvalidInputException(
          "--against says with whom savings are compared. Maybe add --equal-accuracy?");
    }
    List<Path> all = new ArrayList<>(folders);
    all.addAll(against);
    for (Path folder : all) {
      Manifest.check(folder);
      if (runs.put(folder.toString(), SummaryFile.read(folder)) != null) {
        throw new InvalidInputException(folder + " is given twice.");
      }
    }
    if (paired && equalAccuracy) {
      throw new InvalidInputException(
          "--paired and --equal-accuracy are two tables. Maybe give them one after the other?");
    }
    session.out().print(paired ? pairs(runs) : equalAccuracy ? savings(runs) : sideBySide(runs));
    session.out().flush();
    return ExitCodes.OK;
  }

  private String pairs(Map<String, Summary> runs) throws IOException {
    Comparison.requireSameData(runs);
    Map<String, Evaluated> policies = new LinkedHashMap<>();
    try (Workers workers = Workers.forThisMachine()) {
      for (Path folder : folders) {
        EvaluateRun run = EvaluateRun.load(folder, workers);
        policies.put(folder.toString(), run.at(List.of(), Split.TEST).get(0));
      }
    }
    List<PairedComparison.Row> rows = PairedComparison.of(policies);
    return json ? text(rows) : ComparisonTable.ofPairs(rows);
  }

  private String sideBySide(Map<String, Summary> runs) throws IOException {
    List<Comparison.Row> rows = Comparison.of(runs);
    return json ? text(rows) : ComparisonTable.of(rows);
  }

  private String savings(Map<String, Summary> runs) throws IOException {
    Map<Result, boolean[]> answers = new LinkedHashMap<>();
    for (String name : runs.keySet()) {
      Path folder = Path.of(name);
      Summary summary = Objects.requireNonNull(runs.get(name));
      answers.putAll(AnswersFile.read(folder, summary));
    }
    List<EqualAccuracy.Row> rows =
        EqualAccuracy.of(
            runs, answers, against.stream().map(Path::toString).collect(Collectors.toSet()));
    return json ? text(rows) : ComparisonTable.ofSavings(rows);
  }

  private static String text(List<?> rows) throws IOException {
    return new ObjectMapper().writeValueAsString(rows) + "\n";
  }
}
