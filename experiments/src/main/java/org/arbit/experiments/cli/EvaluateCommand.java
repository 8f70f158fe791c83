package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.run.EvaluateRun;
import org.arbit.experiments.run.SampleCsv;
import org.arbit.experiments.run.Split;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.layers.Workers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the policy that a run has chosen. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Measures the policy that a run has chosen, on one of its splits.",
    footer = {"", "Example: ./arbit evaluate --run runs/quickstart-1 --split validation"})
final class EvaluateCommand implements Callable<Integer> {

  @Option(names = "--run", required = true, paramLabel = "DIR", description = "A run folder.")
  private Path run = Path.of("");

  @Option(names = "--split", description = "train, validation or test (default).")
  private Split split = Split.TEST;

  @Option(
      names = "--trade-off",
      split = ",",
      paramLabel = "LAMBDA",
      description = "Prices to evaluate at; default the chosen one.")
  private List<Double> tradeOffs = new ArrayList<>();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Also write the outcome of every sample, at the last price.")
  private @Nullable Path csv;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  EvaluateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    tradeOffs.forEach(TradeOffOption::check);
    try (Workers workers = Workers.forThisMachine()) {
      EvaluateRun evaluation = EvaluateRun.load(run, workers);
      List<Evaluated> results = evaluation.at(tradeOffs, split);
      Dataset data = split.of(evaluation.inputs().data());
      if (csv != null) {
        SampleCsv.write(csv, results.get(results.size() - 1).outcomes(), data);
      }
      session
          .out()
          .print(
              json
                  ? SummaryFile.toJson(results.stream().map(Evaluated::result).toList())
                  : ResultTable.of(results.stream().map(Evaluated::result).toList()));
    }
    session.out().flush();
    return ExitCodes.OK;
  }
}
