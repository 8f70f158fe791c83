package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.TrainRun;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains an agent. */
@Command(
    name = "train",
    sortOptions = false,
    description = "Trains an agent over one or more seeds, and measures it.",
    footer = {
      "",
      "Example: ./arbit train --config experiments/configs/train/dqn.yaml \\",
      "           --set supernet=runs/quickstart-1 --out runs/dqn"
    })
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Settings as YAML.")
  private Path config = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "New or empty folder for the results.")
  private Path out = Path.of("");

  @Option(names = "--resume", description = "Go on with the run in --out after it was stopped.")
  private boolean resume;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, such as agent.steps=50000.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--pause-at",
      paramLabel = "STEPS",
      description = "Stop at the first checkpoint from there, with a validation score.")
  private @Nullable Long pauseAt;

  @Option(names = "--json", description = "Print summary.json instead of the table.")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    TrainConfig read =
        ConfigReader.read(config, TrainConfig.defaults(), settings, TrainRun::problems);
    Origin origin = new Origin(session.command(), Versions.all());
    TrainRun run = new TrainRun(read, origin, session.progress(common));
    if (pauseAt != null) {
      checkPause(pauseAt, run);
    }
    RunFolder folder = resume ? RunFolder.resume(out) : RunFolder.create(out);
    Optional<RunRecord> record;
    try {
      if (pauseAt != null) {
        showPause(pauseAt, run.pauseAt(folder, pauseAt));
        return ExitCodes.OK;
      }
      record = run.run(folder);
    } catch (IOException | RuntimeException | Error e) {
      if (!Files.exists(folder.resolve("checkpoints")) && !resume) {
        folder.discard(e);
      } else {
        session.out().println("The run can go on: give the same command with --resume.");
        session.out().flush();
      }
      throw e;
    }
    record.ifPresent(
        r ->
            session
                .out()
                .print(json ? SummaryFile.toJson(r.summary()) : ResultTable.of(r.summary())));
    session.out().flush();
    return ExitCodes.OK;
  }

  private static void checkPause(long steps, TrainRun run) {
    if (steps < 1) {
      throw new InvalidInputException("--pause-at is " + steps + "; it must be at least 1.");
    }
    run.requirePausable();
  }

  private void showPause(long steps, double score) {
    session
        .out()
        .printf(Locale.ROOT, "Paused from %d steps on, validation score %.4f.%n", steps, score);
    session.out().println("The run can go on: give the same command with --resume.");
    session.out().flush();
  }
}
