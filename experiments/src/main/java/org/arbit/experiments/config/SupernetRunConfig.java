package org.arbit.experiments.config;

/**
 * What {@code supernet train} does.
 *
 * @param seed of data and network
 * @param data the images
 * @param supernet how it is trained
 */
public record SupernetRunConfig(long seed, DataConfig data, SupernetConfig supernet) {

  /** Checks the seed. */
  public SupernetRunConfig {
    new Problems().range("seed", seed, 0, Long.MAX_VALUE).throwIfAny();
  }

  /** Returns the super-network of {@code quickstart} on strokes. */
  public static SupernetRunConfig defaults() {
    QuickstartConfig quickstart = QuickstartConfig.of(null, 1);
    return new SupernetRunConfig(1, quickstart.data(), quickstart.supernet());
  }
}
