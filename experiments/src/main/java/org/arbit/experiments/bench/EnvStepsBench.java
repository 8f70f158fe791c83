package org.arbit.experiments.bench;

import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.supernet.layers.ConvFloor;

/** Whole episodes of the allocation environment, with random bit-widths. */
final class EnvStepsBench implements Bench {

  private static final int EPISODES_OF_ONE = 16;

  private final String label;
  private final String network;
  private final int lanes;
  private final int layers;

  /**
   * Measures {@code lanes} environments side by side.
   *
   * @param label first part of the name
   * @param layers searchable layers of the network
   */
  EnvStepsBench(String label, String network, int lanes, int layers) {
    this.label = label;
    this.network = network;
    this.lanes = lanes;
    this.layers = layers;
  }

  @Override
  public String name() {
    return label + "/" + network + "/n" + lanes;
  }

  @Override
  public String summary() {
    return episodes() + " episodes, " + lanes + " at a time; work is decisions";
  }

  @Override
  public long work() {
    return (long) episodes() * layers;
  }

  private int episodes() {
    return Math.max(lanes, EPISODES_OF_ONE);
  }

  @Override
  public Prepared prepare() {
    BenchNetwork bench = BenchNetwork.named(network);
    VectorEnv env =
        BitAllocation.vector(
            bench.network(), bench.data(), AllocationConfig.defaults(), lanes, AutoReset.DISABLED);
    ConvFloor floor = bench.floor(network, lanes);
    RandomSteps random = new RandomSteps(env);
    return new Prepared() {
      @Override
      public void run() {
        for (int e = 0; e < episodes(); e += lanes) {
          random.run(layers);
        }
      }

      @Override
      public Reference reference() {
        return Reference.FLOOR;
      }

      @Override
      public void runReference() {
        for (int e = 0; e < episodes(); e += lanes) {
          floor.run();
        }
      }

      @Override
      public void close() {
        env.close();
        bench.close();
      }
    };
  }
}
