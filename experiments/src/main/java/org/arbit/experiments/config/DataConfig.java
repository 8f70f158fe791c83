package org.arbit.experiments.config;

import org.jspecify.annotations.Nullable;

/**
 * The images of a run.
 *
 * @param folder with the four IDX files of MNIST and its kin; null for generated strokes
 * @param train number of images that the super-network learns from
 * @param policy number of further training images, which the super-network never sees and agents
 *     learn from: on its own training images it makes hardly a mistake at any bit-width, so that
 *     there bits look useless; 0 lets agents learn from the same images
 * @param validation number of images to choose by
 * @param test number of images to report on
 */
public record DataConfig(@Nullable String folder, int train, int policy, int validation, int test) {

  private static final int MOST = 10_000_000;

  /** Checks the sizes. */
  public DataConfig {
    new Problems()
        .range("train", train, 1, MOST)
        .range("policy", policy, 0, MOST)
        .range("validation", validation, 1, MOST)
        .range("test", test, 1, MOST)
        .throwIfAny();
  }
}
