package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.experiments.evaluate.NetworkSurvey;
import org.arbit.experiments.run.DataSource;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.Split;
import org.arbit.experiments.run.SupernetFolder;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a super-network. */
@Command(
    name = "eval",
    sortOptions = false,
    description = {
      "Measures a super-network: accuracy and BitOps of every uniform allocation, of random",
      "mixes, and of one layer at a time at other bits; or of the allocation that you give."
    },
    footer = {"", "Example: ./arbit supernet eval runs/quickstart-1 --bits 8,4,4,2,4,8"})
final class SupernetEvalCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "A checkpoint, or a run folder that has one.")
  private Path folder = Path.of("");

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      description =
          "A bit-width for each layer (8,2,...), weights/activations (8/4,2/2,...), or a JSON"
              + " file; without it, uniform and random ones.")
  private @Nullable String bits;

  @Option(names = "--random", paramLabel = "N", description = "Number of mixes; default 8.")
  private int random = 8;

  @Option(names = "--seed", description = "Of the mixes; default 1.")
  private long seed = 1;

  @Option(
      names = "--sensitivity",
      negatable = true,
      description = "Change one layer at a time; default without --bits.")
  private @Nullable Boolean sensitivity;

  @Option(names = "--split", description = "train, validation or test (default).")
  private Split split = Split.TEST;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with images; without it, the data of its training.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print JSON instead of tables.")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Session session;

  SupernetEvalCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (random < 0) {
      throw new InvalidInputException("--random is " + random + "; it must be at least 0.");
    }
    AllocationText text = bits == null ? null : AllocationText.parse(bits);
    SupernetFolder checkpoint = SupernetFolder.in(folder);
    try (Workers workers = Workers.forThisMachine()) {
      SuperNetCheckpoint loaded = checkpoint.load();
      if (FloatNetwork.is(loaded) && text == null) {
        Dataset images = split.of(DataSource.beside(checkpoint, data).load());
        String name = split.name().toLowerCase(Locale.ROOT);
        session.out().print(FloatNetwork.eval(loaded, name, images, workers, json));
        session.out().flush();
        return ExitCodes.OK;
      }
      FrozenNetwork network = checkpoint.freeze(loaded, workers);
      Allocation given = text == null ? null : text.on(network);
      Dataset images = split.of(DataSource.beside(checkpoint, data).load());
      SurveyReport report = survey(network, images, given);
      session.out().print(json ? report.json() : report.text());
    }
    session.out().flush();
    return ExitCodes.OK;
  }

  private SurveyReport survey(SuperNetwork network, Dataset images, @Nullable Allocation given) {
    boolean perLayer = sensitivity == null ? given == null : sensitivity;
    int single = given == null ? network.bitWidths().size() + random : 1;
    int others = perLayer ? network.spec().layers() * (network.bitWidths().size() - 1) : 0;
    AtomicInteger done = new AtomicInteger();
    try (Progress.Part part =
        session.progress(common).start("evaluation", "allocations", (long) single + others)) {
      NetworkSurvey survey =
          new NetworkSurvey(network, images, measured -> part.to(done.incrementAndGet()));
      List<NetworkSurvey.Measured> rows = new ArrayList<>();
      NetworkSurvey.Measured base;
      if (given == null) {
        rows.addAll(survey.uniform());
        base = rows.get(rows.size() - 1);
        rows.addAll(survey.random(random, seed));
      } else {
        base = survey.at("given", given);
        rows.add(base);
      }
      return new SurveyReport(
          network,
          split.name().toLowerCase(Locale.ROOT),
          images.size(),
          rows,
          base,
          perLayer ? survey.sensitivity(base) : List.of());
    }
  }
}
