package org.arbit.experiments.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.SupernetRun;
import org.arbit.experiments.run.TrainRun;

/**
 * A super-network and a policy that are trained in a second or two, in folders as users have them.
 */
public final class TinyRun {

  /** Where these runs say that they come from. */
  public static final Origin ORIGIN =
      new Origin("./arbit", new TreeMap<>(Map.of("arbit", "1", "java", "17")));

  private TinyRun() {}

  /** Trains a ResNet-8 of two channels on a few strokes. */
  public static Path network(Path folder, String... settings) throws IOException {
    return network(folder, Progress.QUIET, settings);
  }

  /** Trains such a network, with somebody who watches and may stop it. */
  public static Path network(Path folder, Progress progress, String... settings)
      throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.train=64",
                "data.policy=32",
                "data.validation=20",
                "data.test=100",
                "supernet.width=2",
                "supernet.epochs=1",
                "supernet.batch=32"));
    all.addAll(Arrays.asList(settings));
    SupernetRunConfig config = ConfigReader.parse("", "", SupernetRunConfig.defaults(), all);
    SupernetRun.run(config, RunFolder.create(folder), ORIGIN, progress);
    return folder;
  }

  /** Trains REINFORCE on a network. */
  public static Path train(Path network, Path folder, String... settings) throws IOException {
    return new TrainRun(training(network, settings), ORIGIN, Progress.QUIET)
        .run(RunFolder.create(folder))
        .map(record -> folder)
        .orElseThrow();
  }

  /** Returns the settings of such a training. */
  public static TrainConfig training(Path network, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "seeds=[1]",
                "supernet=" + network,
                "agent={name: reinforce, steps: 600, lanes: 32, settings: {warmUpSteps: 200}}",
                "tradeOffs.candidates=[0.003, 0.03, 0.3]",
                "tradeOffs.losses=[0.0, 0.002, 0.004]"));
    all.addAll(Arrays.asList(settings));
    return ConfigReader.parse("", "", TrainConfig.defaults(), all);
  }
}
