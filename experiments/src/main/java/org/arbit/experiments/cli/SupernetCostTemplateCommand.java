package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.arbit.experiments.run.SupernetFolder;
import org.arbit.supernet.cost.CostRequest;
import org.arbit.supernet.cost.CostTemplate;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.layers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a table of costs to be filled in. */
@Command(
    name = "cost-template",
    sortOptions = false,
    description = {
      "Writes the table of a super-network's layers and bit-widths, with the costs left open.",
      "Filled in with measured latency or energy, it is the cost model \"table\":",
      "  --set \"environment.parameters.cost={name: table, file: FILE}\""
    },
    footer = {"", "Example: ./arbit supernet cost-template runs/quickstart-1 --out latency.csv"})
final class SupernetCostTemplateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "A checkpoint, or a run folder that has one.")
  private Path folder = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write it: CSV, or JSON if the name ends in .json.")
  private Path out = Path.of("");

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  SupernetCostTemplateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    SupernetFolder supernet = SupernetFolder.in(folder);
    try (Workers workers = new Workers(1)) {
      CostRequest request = CostRequest.of(supernet.freeze(supernet.load(), workers));
      boolean json = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(".json");
      AtomicFiles.writeString(out, json ? CostTemplate.json(request) : CostTemplate.csv(request));
      session
          .out()
          .printf(Locale.ROOT, "%s: %d rows to fill in%n", out, CostTemplate.rows(request));
    }
    session.out().flush();
    return ExitCodes.OK;
  }
}
