package org.arbit.experiments.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands that put parts through the rules that they have to keep. */
@Command(
    name = "check",
    description = "Puts an environment or an agent, built in or yours, through the rules.",
    subcommands = {CheckEnvCommand.class, CheckAgentCommand.class},
    footer = {"", "Example: ./arbit check env BitAllocation-v1"})
final class CheckCommand implements Runnable {

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "check needs to know what: env or agent.");
  }
}
