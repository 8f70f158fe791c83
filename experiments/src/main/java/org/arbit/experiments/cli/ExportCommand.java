package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.arbit.experiments.evaluate.AllocationText;
import org.arbit.experiments.export.AdaptiveVerification;
import org.arbit.experiments.export.ExportOptions;
import org.arbit.experiments.export.Exporter;
import org.arbit.experiments.export.Exporters;
import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.experiments.run.ExportRun;
import org.arbit.experiments.run.Split;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a run has learned in another format, or checks such a file. */
@Command(
    name = "export",
    sortOptions = false,
    description = "Writes what a run has learned for use outside of Arbit, or checks such a file.",
    footer = {
      "",
      "Example: ./arbit export --run runs/quickstart-1 --format qonnx --out q.onnx",
      "Formats: ./arbit list exporters"
    })
final class ExportCommand implements Callable<Integer> {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "A run folder; that of a super-network for formats without a policy.")
  private Path run = Path.of("");

  @Option(names = "--format", paramLabel = "NAME", description = "What to write.")
  private @Nullable String format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it; a file there is replaced.")
  private @Nullable Path out;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "A jar that has the exporter. Code in it is run: give only jars you trust.")
  private List<Path> jars = new ArrayList<>();

  @Option(
      names = "--batching",
      description = "adaptive-onnx: group (default) for batches, single for single images.")
  private Batching batching = Batching.GROUP;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      description =
          "For formats that hold one allocation: a bit-width for each layer, or a JSON file;"
              + " without it, the policy's most frequent ones.")
  private @Nullable String bits;

  @Option(
      names = "--nearest",
      description = "Where a format cannot hold a bit-width, take the nearest that it can.")
  private boolean nearest;

  @Option(
      names = "--plain",
      description = "qonnx: without the functions by which ONNX Runtime runs it.")
  private boolean plain;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description = "Operator set of ONNX files, 13 to 17; default 17.")
  private int opset = OnnxModel.OPSET;

  @Option(
      names = "--verify",
      paramLabel = "FILE",
      description = "Compare this adaptive-onnx file, sample by sample, with the run.")
  private @Nullable Path verify;

  @Option(names = "--split", description = "To verify on: train, validation or test (default).")
  private Split split = Split.TEST;

  @Option(
      names = "--trade-off",
      paramLabel = "LAMBDA",
      description = "Price to verify at; default the chosen one.")
  private @Nullable Double tradeOff;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if ((format == null || out == null) && verify == null) {
      throw new InvalidInputException(
          "There is nothing to do: give --format and --out, or --verify. Known formats are "
              + String.join(", ", Exporters.load().names())
              + ".");
    }
    if (format != null && out == null) {
      throw new InvalidInputException("--format needs --out, too: where to write it.");
    }
    double price = TradeOffOption.orNone(tradeOff);
    boolean passed = true;
    AllocationText text = bits == null ? null : AllocationText.parse(bits);
    try (OutsideJars outside = OutsideJars.open(jars);
        Workers workers = Workers.forThisMachine()) {
      // Asked first: an unknown name should not have to wait for the data.
      Exporter exporter = format == null ? null : exporter(format);
      if (exporter != null && out != null && Files.isDirectory(out) && !exporter.writesFolder()) {
        throw new InvalidInputException(
            out + " is a folder; --out names a file. Maybe " + out.resolve("network.onnx") + "?");
      }
      ExportRun export = ExportRun.load(run, workers, Versions.all());
      if (exporter != null && out != null) {
        Allocation given = text == null ? null : text.on(export.source().network());
        exporter.export(
            export.source(), new ExportOptions(batching, given, nearest, plain, opset), out);
        session.out().printf(Locale.ROOT, "%s: %,d bytes%n", out, size(out));
      }
      if (verify != null) {
        for (AdaptiveVerification.Report report : export.verify(verify, split, price)) {
          passed &= report(report);
        }
      }
    }
    session.out().flush();
    return passed ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private static Exporter exporter(String name) {
    Catalog<Exporter> known = Exporters.load();
    if (!known.names().contains(name)) {
      throw new InvalidInputException(Names.unknown("export format", name, known.names()));
    }
    return known.get(name);
  }

  /** Returns the bytes of a file, or of all files in a folder. */
  private static long size(Path written) throws IOException {
    long sum = 0;
    try (Stream<Path> tree = Files.walk(written)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private boolean report(AdaptiveVerification.Report report) {
    session
        .out()
        .printf(
            Locale.ROOT,
            "%s at batch %d: %d samples; other choices %d, other classes %d, other BitOps %d (near ties %d);"
                + " greatest difference of a logit %.1e%n",
            report.passed() ? "equal" : "DIFFERENT",
            report.batch(),
            report.samples(),
            report.otherChoices(),
            report.otherClasses(),
            report.otherBitOps(),
            report.nearTies(),
            report.greatestDifference());
    return report.passed();
  }
}
