package org.arbit.experiments.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options that every command has. */
@Command(
    sortOptions = false,
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    usageHelpAutoWidth = true)
final class CommonOptions {

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  boolean debug;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress, only warnings.")
  boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
