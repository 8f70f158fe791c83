package org.arbit.experiments.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.CheckSubject;
import org.arbit.env.check.EnvCheck;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.EnvCheckConfig;
import org.arbit.experiments.run.RunInputs;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an environment. */
@Command(
    name = "env",
    sortOptions = false,
    description = "Puts an environment through the rules; 0 when none that applies is broken.",
    footer = {"", "Example: ./arbit check env BitAllocation-v1"})
final class CheckEnvCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "Id of the environment; see arbit list envs.")
  private String id = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Its super-network and parameters; default a small built-in network.")
  private @Nullable Path config;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "A jar that has it. Code in it is run: give only jars that you trust.")
  private List<Path> jars = new ArrayList<>();

  @Option(names = "--json", description = "Print every rule as JSON.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  CheckEnvCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    EnvCheckConfig settings =
        config == null
            ? EnvCheckConfig.defaults()
            : ConfigReader.read(config, EnvCheckConfig.defaults(), List.of());
    try (OutsideJars outside = OutsideJars.open(jars)) {
      Environments environments = Environments.load();
      CheckReport report;
      try {
        environments.spec(id, settings.parameters());
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(String.valueOf(e.getMessage()), e);
      }
      report = check(environments, settings);
      session
          .out()
          .print(json ? new ObjectMapper().writeValueAsString(report) + "\n" : report.toText());
      session.out().flush();
      return report.ok() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private CheckReport check(Environments environments, EnvCheckConfig settings) throws IOException {
    if (settings.supernet() == null) {
      return EnvCheck.check(environments, id, settings.parameters());
    }
    try (Workers workers = Workers.forThisMachine()) {
      RunInputs inputs = RunInputs.load(Path.of(settings.supernet()), settings.data(), workers);
      return EnvCheck.check(
          CheckSubject.ofRegistered(
              environments,
              id,
              settings.parameters(),
              inputs.network(),
              inputs.data().validation()));
    }
  }
}
