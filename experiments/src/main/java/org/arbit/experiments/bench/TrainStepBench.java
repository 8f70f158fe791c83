package org.arbit.experiments.bench;

import java.util.Arrays;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.layers.ConvFloor;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.TrainingConfig;
import org.arbit.supernet.training.TrainingStep;

/**
 * One step of a training: forwards, backwards and the update, at one or four uniform bit-widths.
 */
final class TrainStepBench implements Bench {

  private static final int SAMPLES = 128;

  private final String network;
  private final BitWidths bits;
  private final int processors;

  TrainStepBench(String network, BitWidths bits) {
    this(network, bits, Runtime.getRuntime().availableProcessors());
  }

  TrainStepBench(String network, BitWidths bits, int processors) {
    this.processors = processors;
    this.network = network;
    this.bits = bits;
  }

  @Override
  public String name() {
    return (bits.size() == 1 ? "train-step/" : "joint-step/") + network + "/b" + SAMPLES;
  }

  @Override
  public String summary() {
    return "one step of a batch at uniform " + bits + " bits, with the update; work is samples";
  }

  @Override
  public long work() {
    return SAMPLES;
  }

  @Override
  public Prepared prepare() {
    Workers workers = new Workers(processors);
    BenchNetwork.Noise data = BenchNetwork.Noise.of(network, SAMPLES);
    TrainingConfig config = BenchNetwork.config(network, "dedicated", bits, SAMPLES);
    TrainingStep step = new TrainingStep(config, BenchNetwork.plan(network), workers);
    byte[] images = new byte[SAMPLES * data.shape().size()];
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, data::label);
    for (int i = 0; i < SAMPLES; i++) {
      data.image(i, images, i * data.shape().size());
    }
    ConvFloor floor =
        new ConvFloor(BenchNetwork.plan(network), SAMPLES, config.shard(), true, workers);
    return new Prepared() {
      @Override
      public void run() {
        step.run(images, labels);
      }

      @Override
      public Reference reference() {
        return bits.size() == 1 ? Reference.FLOOR : Reference.NONE;
      }

      @Override
      public void runReference() {
        floor.run();
      }

      @Override
      public void close() {
        workers.close();
      }
    };
  }
}
