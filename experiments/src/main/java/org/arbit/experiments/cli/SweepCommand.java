package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.SweepPlan;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.evaluate.Comparison;
import org.arbit.experiments.run.LocalEngineProvider;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.Sweep;
import org.arbit.experiments.run.SweepEngine;
import org.arbit.experiments.run.SweepEngineProvider;
import org.arbit.experiments.run.SweepEngines;
import org.arbit.experiments.run.TrialProgram;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains with many settings and seeds, and puts the results together. */
@Command(
    name = "sweep",
    sortOptions = false,
    description = {
      "Runs train, or supernet train, with many settings and seeds, each in a process and a run "
          + "folder of its own, and puts their results into one summary and one report.",
      "Values are interquartile means over seeds with 95 %% bootstrap intervals; 'better' is the "
          + "probability that a seed is more accurate than one of the first agent."
    },
    footer = {
      "",
      "Example: ./arbit sweep --config experiments/configs/sweep/agents.yaml \\",
      "           --set base.supernet=runs/quickstart-1 --out runs/sweep"
    })
final class SweepCommand implements Callable<Integer> {

  private static final int MOST_WORKERS = 256;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The sweep as YAML; docs/experiments.md tells what it may hold.")
  private Path config = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "New or empty folder for the results.")
  private Path out = Path.of("");

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Trials at a time; default 1, because one uses all cores.")
  private @Nullable Integer workers;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "local (default) or spark, which docs/cluster.md explains.")
  private String engine = LocalEngineProvider.NAME;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Where Spark is: local[2] (default), or spark://HOST:PORT.")
  private @Nullable String master;

  @Option(
      names = "--resume",
      description = "Go on with the sweep in --out: finished trials are kept, others go on.")
  private boolean resume;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, such as base.agent.steps=50000 or seeds=[1,2].")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print summary.json instead of the table.")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  SweepCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (workers != null && (workers < 1 || workers > MOST_WORKERS)) {
      throw new InvalidInputException(
          "--workers is " + workers + "; it must be in [1, " + MOST_WORKERS + "].");
    }
    SweepEngineProvider provider = SweepEngines.find(engine);
    SweepPlan plan = SweepReader.read(config, settings, Sweep::problems);
    Origin origin = new Origin(session.command(), Versions.all());
    Progress progress = session.progress(common);
    Sweep sweep = new Sweep(plan, origin, progress);
    TrialProgram program = Worker.program(plan.command().words());
    RunFolder folder = resume ? RunFolder.resume(out) : RunFolder.create(out);
    SweepEngineProvider.Options options =
        new SweepEngineProvider.Options(program, master, workers, progress);
    Sweep.Outcome outcome;
    try (SweepEngine trials = open(provider, options, folder)) {
      outcome = run(sweep, folder, trials);
    }
    outcome.summary().ifPresent(this::show);
    if (outcome.failed().isEmpty()) {
      return ExitCodes.OK;
    }
    outcome
        .failed()
        .forEach((name, reason) -> session.error("Trial " + name + " failed: " + reason));
    session.error(
        outcome.failed().size()
            + " of "
            + plan.trials().size()
            + " trials failed. Maybe try them again with --resume?");
    return ExitCodes.FAILED;
  }

  /** An engine that cannot start leaves no new folder behind. */
  private SweepEngine open(
      SweepEngineProvider provider, SweepEngineProvider.Options options, RunFolder folder)
      throws IOException {
    try {
      return provider.open(options);
    } catch (IOException | RuntimeException e) {
      if (!resume) {
        folder.discard(e);
      }
      throw e;
    }
  }

  private Sweep.Outcome run(Sweep sweep, RunFolder folder, SweepEngine trials) throws IOException {
    try {
      return sweep.run(folder, trials.trialsAtATime(), trials);
    } catch (IOException | RuntimeException | Error e) {
      session.out().println("The sweep can go on: give the same command with --resume.");
      session.out().flush();
      throw e;
    }
  }

  private void show(Summary summary) {
    if (json) {
      session.out().print(SummaryFile.toJson(summary));
    } else {
      Map<String, Summary> runs = new LinkedHashMap<>();
      runs.put("", summary);
      session.out().print(ComparisonTable.of(Comparison.of(runs)));
      session.out().println();
      session.out().println("Everything is in " + out + "; open report.html first.");
    }
    session.out().flush();
  }
}
