package org.arbit.experiments.config;

import org.arbit.supernet.training.Validation;

/**
 * What {@code supernet train} does.
 *
 * @param seed of data and network
 * @param data the images
 * @param supernet how it is trained
 * @param checkpointSteps optimiser steps from one checkpoint to the next
 * @param keepCheckpoints newest checkpoints that are kept
 */
public record SupernetRunConfig(
    long seed, DataConfig data, SupernetConfig supernet, int checkpointSteps, int keepCheckpoints) {

  /** Checks what the parts do not check themselves. */
  public SupernetRunConfig {
    new Problems()
        .range("seed", seed, 0, Long.MAX_VALUE)
        .range("checkpointSteps", checkpointSteps, 1, Integer.MAX_VALUE)
        .range("keepCheckpoints", keepCheckpoints, 1, 1000)
        .throwIfAny();
  }

  /**
   * Returns the sizes and images of {@code quickstart} on strokes, by the recipe {@code abn},
   * validated after every epoch.
   */
  public static SupernetRunConfig defaults() {
    SupernetConfig supernet =
        SupernetConfig.resnet8("abn", 0.05).withValidation(new Validation(1, false));
    return new SupernetRunConfig(1, QuickstartConfig.of(null, 1).data(), supernet, 200, 2);
  }
}
