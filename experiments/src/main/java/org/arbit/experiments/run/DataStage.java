package org.arbit.experiments.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.experiments.Summary.DatasetFacts;
import org.arbit.experiments.config.DataConfig;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.IdxFolder;
import org.arbit.supernet.data.SplitSizes;
import org.arbit.supernet.data.Strokes;
import org.arbit.supernet.data.StrokesConfig;
import org.arbit.supernet.spi.InvalidInputException;

/** Gets the images: generated, or read from a folder. */
public final class DataStage {

  private DataStage() {}

  /**
   * Returns the three splits.
   *
   * @throws InvalidInputException if the folder is missing, or a file in it missing or broken
   */
  public static DataSplits load(DataConfig config, long seed) {
    if (config.folder() == null) {
      return Strokes.splits(
          StrokesConfig.DEFAULT, seed, config.train(), config.validation(), config.test());
    }
    Path folder = Path.of(config.folder());
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "There is no folder " + folder + " to read images from. Maybe a slip in the path?");
    }
    return new IdxFolder(folder, IdxFolder.DEFAULT_CLASSES)
        .load(new SplitSizes(config.train(), config.validation(), config.test()), seed);
  }

  /** Returns what a summary says of the data. */
  public static DatasetFacts facts(DataSplits data) {
    return new DatasetFacts(
        data.name(),
        data.train().size(),
        data.validation().size(),
        data.test().size(),
        data.sha256());
  }
}
