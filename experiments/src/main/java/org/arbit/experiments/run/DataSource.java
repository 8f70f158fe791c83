package org.arbit.experiments.run;

import java.nio.file.Path;
import java.util.Optional;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.DataConfig;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The data that a network was trained on, as the configuration beside it says.
 *
 * @param data the images
 * @param seed of the splits
 */
public record DataSource(DataConfig data, long seed) {

  /** More images than a folder has, so that it is used whole. */
  private static final int MOST = 1_000_000;

  /**
   * Returns the data of a checkpoint.
   *
   * @param folder to read the images from instead; null for where they were
   */
  public static DataSource beside(SupernetFolder checkpoint, @Nullable Path folder) {
    Optional<Path> config = checkpoint.config();
    if (config.isEmpty() && folder != null) {
      return new DataSource(new DataConfig(folder.toString(), MOST, 0, MOST, MOST), 0);
    }
    Path file =
        config.orElseThrow(
            () ->
                new InvalidInputException(
                    "There is no "
                        + Quickstart.CONFIG
                        + " beside the checkpoint that tells its data. Maybe name them with"
                        + " --data?"));
    DataSource written =
        ConfigReader.readPart(file, new DataSource(new DataConfig(null, 1, 0, 1, 1), 0));
    DataConfig sizes = written.data();
    return folder == null
        ? written
        : new DataSource(
            new DataConfig(
                folder.toString(), sizes.train(), sizes.policy(), sizes.validation(), sizes.test()),
            written.seed());
  }

  /** Reads or generates the images. */
  public DataSplits load() {
    return DataStage.load(data, seed);
  }
}
