package org.arbit.experiments.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands for super-networks. */
@Command(
    name = "supernet",
    description = "Trains super-networks, measures them, and tells what they are.",
    subcommands = {
      SupernetTrainCommand.class,
      SupernetEvalCommand.class,
      SupernetInfoCommand.class,
      SupernetCostTemplateCommand.class
    },
    footer = {"", "Example: ./arbit supernet info runs/quickstart-1"})
final class SupernetCommand implements Runnable {

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "supernet needs a command: train, eval, info or cost-template.");
  }
}
