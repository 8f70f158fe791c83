package org.arbit.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.arbit.experiments.run.DataSource;
import org.arbit.experiments.run.Split;
import org.arbit.experiments.run.SupernetFolder;
import org.arbit.experiments.run.SupernetRun;
import org.arbit.experiments.run.SupernetStage;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.Accuracy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a super-network. */
@Command(
    name = "eval",
    sortOptions = false,
    description = "Measures the accuracy of a super-network at uniform or given bit-widths.",
    footer = {"", "Example: arbit supernet eval runs/first --bits 8,4,4,2,4,8"})
final class SupernetEvalCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "A checkpoint, or a run folder that has one.")
  private Path folder = Path.of("");

  @Option(
      names = "--bits",
      split = ",",
      paramLabel = "BITS",
      description = "One bit-width for each layer; without it, every uniform one.")
  private int @Nullable [] bits;

  @Option(names = "--split", description = "train, validation or test (default).")
  private Split split = Split.TEST;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with IDX files; without it, the data of its training.")
  private @Nullable Path data;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  SupernetEvalCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    SupernetFolder checkpoint = SupernetFolder.in(folder);
    try (Workers workers = Workers.forThisMachine()) {
      SuperNetwork network = SupernetStage.freeze(checkpoint.load(), workers);
      requireFit(network);
      Dataset images = split.of(DataSource.beside(checkpoint, data).load());
      if (bits == null) {
        session.out().print(AccuracyTable.of(SupernetRun.accuracies(network, images)));
      } else {
        Allocation allocation = Allocation.joint(bits);
        session
            .out()
            .printf(
                Locale.ROOT,
                "%s: accuracy %.2f %%, %.1f MBitOps%n",
                allocation,
                100 * Accuracy.of(network, allocation, images),
                BitOps.ofNetwork(network.spec(), allocation) / 1e6);
      }
    }
    session.out().flush();
    return ExitCodes.OK;
  }

  private void requireFit(SuperNetwork network) {
    if (bits == null) {
      return;
    }
    if (bits.length != network.spec().layers()) {
      throw new InvalidInputException(
          "--bits has "
              + bits.length
              + " bit-widths, but the network has "
              + network.spec().layers()
              + " searchable layers.");
    }
    for (int b : bits) {
      if (!network.bitWidths().contains(b)) {
        throw new InvalidInputException(
            "--bits has bit-width " + b + "; the candidates are " + network.bitWidths() + ".");
      }
    }
  }
}
