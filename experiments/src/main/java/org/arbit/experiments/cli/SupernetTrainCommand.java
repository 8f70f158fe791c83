package org.arbit.experiments.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.arbit.experiments.Summary.SupernetFacts;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.Quickstart;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.SupernetRun;
import org.arbit.experiments.run.SupernetStates;
import org.arbit.supernet.training.DivergenceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a super-network. */
@Command(
    name = "train",
    sortOptions = false,
    description = "Trains a super-network and writes its checkpoint.",
    footer = {
      "",
      "Example: ./arbit supernet train --out runs/net --set supernet.recipe=abn",
      "         (after Ctrl-C, the same with --resume goes on where it was)"
    })
final class SupernetTrainCommand implements Callable<Integer> {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings as YAML; without it, the super-network of quickstart, or with --resume the "
              + "settings of the run.")
  private @Nullable Path config;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "New or empty folder for the checkpoint.")
  private Path out = Path.of("");

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "A jar that has the recipe. Code in it is run: give only jars that you trust.")
  private List<Path> jars = new ArrayList<>();

  @Option(names = "--resume", description = "Go on with the run in --out after it was stopped.")
  private boolean resume;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, such as supernet.epochs=2.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON instead of the table.")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  SupernetTrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    RunFolder folder = resume ? RunFolder.resume(out) : null;
    try (OutsideJars outside = OutsideJars.open(jars)) {
      SupernetRunConfig read = settings();
      return train(read, folder == null ? RunFolder.create(out) : folder);
    }
  }

  private SupernetRunConfig settings() {
    SupernetRunConfig defaults = SupernetRunConfig.defaults();
    Path file = config == null && resume ? out.resolve(Quickstart.CONFIG) : config;
    return file == null
        ? ConfigReader.parse("", "", defaults, settings, SupernetRun::problems)
        : ConfigReader.read(file, defaults, settings, SupernetRun::problems);
  }

  private int train(SupernetRunConfig read, RunFolder folder) throws IOException {
    try {
      Origin origin = new Origin(session.command(), Versions.all());
      SupernetFacts facts = SupernetRun.run(read, folder, origin, session.progress(common));
      session
          .out()
          .print(
              json
                  ? JSON.writeValueAsString(facts) + "\n"
                  : AccuracyTable.of(facts.accuracyByBits()));
      session.out().flush();
    } catch (IOException | RuntimeException | Error e) {
      afterFailure(folder, e);
      throw e;
    }
    return ExitCodes.OK;
  }

  private void afterFailure(RunFolder folder, Throwable failure) {
    Optional<Path> newest = SupernetStates.newestIn(folder.path());
    if (newest.isEmpty()) {
      if (!resume) {
        folder.discard(failure);
      }
      return;
    }
    session
        .out()
        .println(
            failure instanceof DivergenceException
                ? "The last good checkpoint is " + newest.get() + "."
                : "The run can go on: give the same command with --resume.");
    session.out().flush();
  }
}
