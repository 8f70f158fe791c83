package org.arbit.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.QuickstartConfig;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.Quickstart;
import org.arbit.experiments.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does the whole job once: data, super-network, two agents, evaluation, report, export. */
@Command(
    name = "quickstart",
    sortOptions = false,
    description =
        "Trains a super-network and two agents, compares them with fixed and random "
            + "bits, and writes a report.",
    footer = {"", "Example: ./arbit quickstart --seed 1 --out runs/quickstart-1"})
final class QuickstartCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with IDX files such as MNIST's; without it, images are generated.")
  private @Nullable Path data;

  @Option(names = "--seed", paramLabel = "N", description = "Decides everything random; default 1.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "New or empty folder for the results; default runs/quickstart-SEED.")
  private @Nullable Path out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, such as supernet.epochs=2; config.yaml lists them.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print summary.json instead of the table.")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  QuickstartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    QuickstartConfig config =
        ConfigReader.parse(
            "",
            "",
            QuickstartConfig.of(data == null ? null : data.toString(), seed),
            settings,
            Quickstart::problems);
    Progress progress = session.progress(common);
    RunFolder folder =
        out == null
            ? RunFolder.createNumbered(Path.of("runs", "quickstart-" + config.seed()))
            : RunFolder.create(out);
    try {
      Origin origin = new Origin(command(config), Versions.all());
      RunRecord record = new Quickstart(config, folder, origin, progress).run();
      show(record, folder);
    } catch (IOException | RuntimeException | Error e) {
      folder.discard(e);
      throw e;
    }
    return ExitCodes.OK;
  }

  private void show(RunRecord record, RunFolder folder) {
    PrintWriter console = session.out();
    if (json) {
      console.print(SummaryFile.toJson(record.summary()));
      console.flush();
      return;
    }
    console.print(ResultTable.of(record.summary()));
    console.println();
    console.println(
        "Chosen on the validation split, and exported: "
            + record.evaluated().get(record.chosen()).result().label());
    console.println("Everything is in " + folder.path() + "; open report.html first.");
    console.flush();
  }

  private String command(QuickstartConfig config) {
    StringBuilder command = new StringBuilder("./arbit quickstart --seed ").append(config.seed());
    if (data != null) {
      command.append(" --data ").append(data);
    }
    settings.forEach(setting -> command.append(" --set ").append(setting));
    return command.toString();
  }
}
