package org.arbit.experiments.bench;

import java.util.List;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataRequest;
import org.arbit.supernet.data.DataSets;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.SplitSizes;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.training.SuperNetTrainer;
import org.arbit.supernet.training.TrainingConfig;
import org.arbit.supernet.training.TrainingListener;

/**
 * A network of full width on generated images. It is trained for two steps only: speed does not
 * depend on what it has learned, but its quantizers must have seen data.
 *
 * @param network frozen
 * @param data its images
 * @param workers that it runs on
 */
record BenchNetwork(SuperNetwork network, DataSplits data, Workers workers)
    implements AutoCloseable {

  private static final int WIDTH = 16;
  private static final int BATCH = 32;
  private static final SplitSizes SIZES = new SplitSizes(2 * BATCH, BATCH, 256);

  /** Makes a network of that name. */
  static BenchNetwork named(String name) {
    DataSplits data = DataSets.onClassPath().load(DataRequest.generated(1).withSizes(SIZES));
    Workers workers = Workers.forThisMachine();
    TrainingConfig defaults = TrainingConfig.resnet8(WIDTH, BitWidths.of(2, 3, 4, 8), 1, 1);
    TrainingConfig config =
        new TrainingConfig(
            Networks.named(name, WIDTH),
            defaults.bitWidths(),
            defaults.separate(),
            defaults.recipe(),
            defaults.switches(),
            1,
            BATCH,
            defaults.learningRate(),
            defaults.warmUp(),
            defaults.momentum(),
            defaults.weightDecay(),
            defaults.stepRateFactor(),
            defaults.randomAllocations(),
            0,
            0,
            defaults.shard(),
            1);
    SuperNetwork network =
        FrozenNetwork.of(
            new SuperNetTrainer(config, data, workers).train(TrainingListener.NONE), workers);
    return new BenchNetwork(network, data, workers);
  }

  /** Returns the names of the networks that are measured. */
  static List<String> names() {
    return List.of("resnet8", "resnet20");
  }

  @Override
  public void close() {
    workers.close();
  }
}
