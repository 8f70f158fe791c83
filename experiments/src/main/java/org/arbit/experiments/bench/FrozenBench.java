package org.arbit.experiments.bench;

import java.util.Arrays;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.ConvFloor;

/** A batch through the frozen network, all samples at 4 bits or each at bits of its own. */
final class FrozenBench implements Bench {

  private static final int SAMPLES = 256;
  private static final int UNIFORM_BITS = 4;

  private final String network;
  private final boolean mixed;
  private final int workers;

  FrozenBench(String network, boolean mixed) {
    this(network, mixed, Runtime.getRuntime().availableProcessors());
  }

  FrozenBench(String network, boolean mixed, int workers) {
    this.workers = workers;
    this.network = network;
    this.mixed = mixed;
  }

  @Override
  public String name() {
    return (mixed ? "frozen-mixed/" : "frozen-uniform/") + network + "/n" + SAMPLES;
  }

  @Override
  public String summary() {
    return mixed
        ? "one batch, each sample at bits of its own in each layer, of {2,3,4,6,8}; work is samples"
        : "one batch at 4 bits; work is samples";
  }

  @Override
  public long work() {
    return SAMPLES;
  }

  @Override
  public Prepared prepare() {
    BenchNetwork bench = BenchNetwork.named(network, workers);
    byte[] images = new byte[SAMPLES * bench.data().shape().size()];
    for (int i = 0; i < SAMPLES; i++) {
      bench.data().image(i, images, i * bench.data().shape().size());
    }
    ConvFloor floor = bench.floor(network, SAMPLES);
    SplitMix64 random = SplitMix64.of(1, 0);
    float[] logits = new float[SAMPLES * bench.data().classes()];
    int[] bits = new int[SAMPLES];
    return new Prepared() {
      @Override
      public void run() {
        try (Walk walk = bench.network().open(images, SAMPLES)) {
          while (!walk.done()) {
            if (mixed) {
              Arrays.setAll(
                  bits, i -> BenchNetwork.WALKED.at(random.nextInt(BenchNetwork.WALKED.size())));
            } else {
              Arrays.fill(bits, UNIFORM_BITS);
            }
            walk.step(bits, bits);
          }
          walk.logits(logits);
        }
      }

      @Override
      public Reference reference() {
        return Reference.FLOOR;
      }

      @Override
      public void runReference() {
        floor.run();
      }

      @Override
      public void close() {
        bench.close();
      }
    };
  }
}
