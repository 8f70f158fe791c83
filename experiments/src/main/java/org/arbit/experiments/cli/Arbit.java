package org.arbit.experiments.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program with all its commands. */
@Command(
    name = "arbit",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    usageHelpAutoWidth = true,
    description = "Learns how many bits each layer of a quantized network needs, sample by sample.",
    subcommands = {
      QuickstartCommand.class,
      SupernetCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      SweepCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      InferCommand.class,
      CheckCommand.class,
      BenchCommand.class,
      ListCommand.class
    },
    footer = {
      "",
      "Example: ./arbit quickstart",
      "Each command explains itself: ./arbit COMMAND --help"
    })
final class Arbit implements Runnable {

  @SuppressWarnings("UnusedVariable") // for picocli
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Runs a command line.
   *
   * @return an exit code of {@link ExitCodes}
   */
  static int run(Terminal terminal, String... args) {
    Errors errors = new Errors(terminal.err());
    try (Interruption interruption = Interruption.listen()) {
      IFactory factory = new CommandFactory(new Session(terminal, interruption, List.of(args)));
      CommandLine line = new CommandLine(new Arbit(), factory);
      line.setOut(terminal.out());
      line.setErr(terminal.err());
      line.setCaseInsensitiveEnumValuesAllowed(true);
      line.setParameterExceptionHandler(errors);
      line.setExecutionExceptionHandler(errors);
      line.getCommandSpec().versionProvider(() -> new String[] {"arbit " + Versions.arbit()});
      return line.execute(args);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "No command is given. Maybe arbit quickstart?");
  }
}
