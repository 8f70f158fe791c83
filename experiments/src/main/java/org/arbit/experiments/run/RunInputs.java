package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.supernet.PerBlock;
import org.arbit.supernet.SecondPass;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The super-network and the data that a run works with.
 *
 * @param checkpoint what the network is
 * @param network frozen
 * @param data its three splits
 * @param agentImages the training images that agents learn from
 */
public record RunInputs(
    SuperNetCheckpoint checkpoint, SuperNetwork network, DataSplits data, Dataset agentImages) {

  /**
   * Reads a checkpoint and the data of its training.
   *
   * @param supernet folder of the checkpoint, or a run folder that has one
   * @param data folder to read the images from instead; null for where they were
   */
  public static RunInputs load(Path supernet, @Nullable String data, Workers workers)
      throws IOException {
    return load(supernet, data, 1, false, workers);
  }

  /**
   * Reads a checkpoint and the data of its training.
   *
   * @param data folder to read the images from instead; null for where they were
   * @param passes 2 where samples may walk the network twice
   * @param perBlock whether layers of a block share one decision
   */
  static RunInputs load(
      Path supernet, @Nullable String data, int passes, boolean perBlock, Workers workers)
      throws IOException {
    SupernetFolder folder = SupernetFolder.in(supernet);
    SuperNetCheckpoint checkpoint = folder.load();
    DataSource source = DataSource.beside(folder, data == null ? null : Path.of(data));
    DataSplits splits = source.load();
    SuperNetwork frozen = folder.freeze(checkpoint, workers);
    SuperNetwork network = perBlock ? new PerBlock(frozen) : frozen;
    return new RunInputs(
        checkpoint,
        passes == 1 ? network : new SecondPass(network),
        splits,
        DataStage.forAgents(splits, source.data()));
  }

  /** Reads what a run has worked with. */
  public static RunInputs ofRun(Path runFolder, Workers workers) throws IOException {
    if (Files.exists(runFolder.resolve(SupernetStage.FOLDER))) {
      return load(runFolder, null, workers);
    }
    Path config = runFolder.resolve(Quickstart.CONFIG);
    if (!Files.isRegularFile(config)) {
      throw new InvalidInputException(
          runFolder + " is no run folder: it has no " + Quickstart.CONFIG + ".");
    }
    Reference reference = ConfigReader.readPart(config, new Reference(null, null, 1, false));
    if (reference.supernet() == null) {
      throw new InvalidInputException(config + " names no super-network to evaluate on.");
    }
    return load(
        Path.of(reference.supernet()),
        reference.data(),
        reference.passes(),
        reference.perBlock(),
        workers);
  }

  /** What the configuration of a training says of its inputs. */
  private record Reference(
      @Nullable String supernet, @Nullable String data, int passes, boolean perBlock) {}
}
