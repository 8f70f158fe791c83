package org.arbit.experiments.run;

import java.nio.file.Path;
import java.util.Map;
import org.arbit.experiments.Summary.DatasetFacts;
import org.arbit.experiments.config.DataConfig;
import org.arbit.supernet.data.DataRequest;
import org.arbit.supernet.data.DataSets;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.SplitSizes;
import org.arbit.supernet.data.SubsetDataset;
import org.arbit.supernet.spi.InvalidInputException;

/** Gets the images: generated, or read from a folder. */
public final class DataStage {

  private DataStage() {}

  /**
   * Returns the three splits. A folder with fewer images than wanted is used whole.
   *
   * @throws InvalidInputException if the folder is missing, or a file in it missing or broken
   */
  public static DataSplits load(DataConfig config, long seed) {
    SplitSizes sizes =
        new SplitSizes(config.train() + config.policy(), config.validation(), config.test());
    DataSets kinds = DataSets.onClassPath();
    if (config.folder() == null) {
      return kinds.load(DataRequest.generated(seed).withSizes(sizes));
    }
    DataRequest whole =
        new DataRequest(Path.of(config.folder()), SplitSizes.DEFAULT, seed, Map.of());
    try {
      return kinds.load(whole.withSizes(sizes));
    } catch (InvalidInputException e) {
      // Either it has too few images, or something is wrong with it and is told again.
      return kinds.load(whole);
    }
  }

  /** Returns the data with the part of the training images that the super-network learns from. */
  public static DataSplits forSupernet(DataSplits data, DataConfig config) {
    Dataset own = SubsetDataset.range(data.train(), 0, cut(data, config));
    return new DataSplits(data.name(), data.sha256(), own, data.validation(), data.test());
  }

  /** Returns the training images that agents learn from. */
  public static Dataset forAgents(DataSplits data, DataConfig config) {
    int from = config.policy() == 0 ? 0 : cut(data, config);
    return SubsetDataset.range(data.train(), from, data.train().size());
  }

  /** The parts keep their proportion where a folder has fewer images than wanted. */
  private static int cut(DataSplits data, DataConfig config) {
    long size = data.train().size();
    return (int) Math.max(1, size * config.train() / ((long) config.train() + config.policy()));
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
