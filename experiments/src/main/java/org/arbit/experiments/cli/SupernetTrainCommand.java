package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.experiments.Summary.SupernetFacts;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.SupernetRun;
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
      "Example: arbit supernet train --config experiments/configs/supernet/abn.yaml --out net"
    })
final class SupernetTrainCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as YAML; without it, the super-network of quickstart.")
  private @Nullable Path config;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "New or empty folder for the checkpoint.")
  private Path out = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, such as supernet.epochs=2.")
  private List<String> settings = new ArrayList<>();

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  SupernetTrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    SupernetRunConfig defaults = SupernetRunConfig.defaults();
    SupernetRunConfig read =
        config == null
            ? ConfigReader.parse("", "", defaults, settings)
            : ConfigReader.read(config, defaults, settings);
    SupernetRun.check(read);
    RunFolder folder = RunFolder.create(out);
    try {
      Origin origin = new Origin("./arbit supernet train", Versions.all());
      SupernetFacts facts = SupernetRun.run(read, folder, origin, session.progress(common));
      session.out().print(AccuracyTable.of(facts.accuracyByBits()));
      session.out().flush();
    } catch (IOException | RuntimeException | Error e) {
      folder.discard(e);
      throw e;
    }
    return ExitCodes.OK;
  }
}
