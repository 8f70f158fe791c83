package org.arbit.experiments.config;

import org.jspecify.annotations.Nullable;

/**
 * The images of a run.
 *
 * @param folder with the four IDX files of MNIST and its kin; null for generated strokes
 * @param train number of images to learn from
 * @param validation number of images to choose by
 * @param test number of images to report on
 */
public record DataConfig(@Nullable String folder, int train, int validation, int test) {

  private static final int MOST = 10_000_000;

  /** Checks the sizes. */
  public DataConfig {
    new Problems()
        .range("train", train, 1, MOST)
        .range("validation", validation, 1, MOST)
        .range("test", test, 1, MOST)
        .throwIfAny();
  }
}
