package org.arbit.experiments.bench;

import java.util.List;
import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.ConvFloor;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.training.SuperNetTrainer;
import org.arbit.supernet.training.TrainingConfig;
import org.arbit.supernet.training.TrainingListener;

/**
 * A network of full width on images of noise. It is trained for two steps only: speed does not
 * depend on what it has learned, but its quantizers must have seen data. The candidates and the
 * images' shapes are those of the PyTorch peer: ResNet-8 gets 1 x 28 x 28, ResNet-20 3 x 32 x 32.
 *
 * @param network frozen
 * @param data its images
 * @param workers that it runs on
 */
record BenchNetwork(SuperNetwork network, Dataset data, Workers workers) implements AutoCloseable {

  /** Channels of the first stage. */
  static final int WIDTH = 16;

  /** Candidates of whatever walks through a frozen network. */
  static final BitWidths WALKED = BitWidths.of(2, 3, 4, 6, 8);

  /** Samples that the frozen engine convolves together. */
  private static final int CHUNK = 16;

  private static final int BATCH = 32;

  /** Searchable layers of the networks that are measured. */
  static final Map<String, Integer> LAYERS = Map.of("resnet8", 6, "resnet14", 12, "resnet20", 18);

  /** Images of noise of the shape that the named network gets. */
  record Noise(ImageShape shape, int size) implements Dataset {

    static Noise of(String network, int size) {
      boolean small = !network.equals("resnet20");
      return new Noise(small ? new ImageShape(1, 28, 28) : new ImageShape(3, 32, 32), size);
    }

    @Override
    public String name() {
      return "noise";
    }

    @Override
    public int classes() {
      return 10;
    }

    @Override
    public void image(int index, byte[] into, int offset) {
      SplitMix64 random = SplitMix64.of(1, index);
      for (int i = 0; i < shape.size(); i++) {
        into[offset + i] = (byte) random.nextInt(256);
      }
    }

    @Override
    public int label(int index) {
      return index % classes();
    }

    @Override
    public double difficulty(int index) {
      return Double.NaN;
    }
  }

  /** Makes a network of that name. */
  static BenchNetwork named(String name) {
    return named(name, Runtime.getRuntime().availableProcessors());
  }

  /** Makes a network of that name that runs on so many workers. */
  static BenchNetwork named(String name, int size) {
    Workers workers = new Workers(size);
    Noise images = Noise.of(name, 256);
    DataSplits data = new DataSplits("noise", "", Noise.of(name, 2 * BATCH), images, images);
    TrainingConfig config = config(name, "abn", WALKED, BATCH);
    SuperNetwork network =
        FrozenNetwork.of(
            new SuperNetTrainer(config, data, workers).train(TrainingListener.NONE), workers);
    return new BenchNetwork(network, images, workers);
  }

  /** Returns settings of a training of one epoch. */
  static TrainingConfig config(String name, String recipe, BitWidths bitWidths, int batch) {
    TrainingConfig defaults = TrainingConfig.resnet8(WIDTH, bitWidths, 1, 1);
    return new TrainingConfig(
        description(name),
        bitWidths,
        defaults.separate(),
        recipe,
        defaults.switches(),
        1,
        batch,
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
  }

  /** ResNet-14 is for measuring alone: it has twice the layers of ResNet-8. */
  private static NetworkDescription description(String name) {
    return name.equals("resnet14") ? Networks.resnet(WIDTH, 2) : Networks.named(name, WIDTH);
  }

  /** Returns the plan of the named network. */
  static NetworkPlan plan(String name) {
    return NetworkPlan.of(description(name), Noise.of(name, 1).shape(), 10);
  }

  /** Returns the floor of one pass of so many samples through the frozen network. */
  ConvFloor floor(String name, int samples) {
    return new ConvFloor(plan(name), samples, CHUNK, false, workers);
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
