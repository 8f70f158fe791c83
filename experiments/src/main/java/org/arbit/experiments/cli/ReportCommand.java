package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.experiments.report.HtmlReport;
import org.arbit.experiments.run.ReportRun;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the report of runs anew. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Makes report.html anew, of one run or of several on the same data.",
      "The report of one run goes into its folder, that of several into --out."
    },
    footer = {"", "Example: ./arbit report runs/quickstart-1 --out runs/report"})
final class ReportCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Folders of finished runs: train, sweep, quickstart, supernet train.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for report.html and frontier.svg, which are replaced.")
  private @Nullable Path out;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (out == null && runs.size() > 1) {
      throw new InvalidInputException(
          "The report of " + runs.size() + " runs needs a folder. Maybe --out runs/report?");
    }
    Path folder = out == null ? runs.get(0) : out;
    ReportRun report = ReportRun.of(runs, session.progress(common));
    Files.createDirectories(folder);
    report.write(folder);
    session.out().println("The report is " + folder.resolve(HtmlReport.FILE_NAME) + ".");
    session.out().flush();
    return ExitCodes.OK;
  }
}
