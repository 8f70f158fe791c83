package org.arbit.supernet.training;

import org.arbit.supernet.spi.InvalidInputException;

/**
 * When a network in training is measured on the validation images, and what for.
 *
 * @param everyEpochs epochs from one validation to the next, the last epoch being validated always;
 *     0 for none
 * @param keepBest whether the training ends with the network of the epoch whose mean accuracy over
 *     the uniform bit-widths was best on validation images, the first of equals, instead of the
 *     last
 */
public record Validation(int everyEpochs, boolean keepBest) {

  /** Never. */
  public static final Validation NONE = new Validation(0, false);

  private static final int MOST = 10_000;

  /**
   * Checks the settings.
   *
   * @throws InvalidInputException if one is out of range, or the best is to be kept unseen
   */
  public Validation {
    if (everyEpochs < 0 || everyEpochs > MOST) {
      throw new InvalidInputException(
          "Validation setting everyEpochs is " + everyEpochs + ", but must be in 0.." + MOST + ".");
    }
    if (keepBest && everyEpochs == 0) {
      throw new InvalidInputException(
          "Validation setting keepBest needs validation, but everyEpochs is 0. Maybe 1?");
    }
  }

  /** Whether an epoch, 1..epochs, is followed by a validation. */
  boolean isDue(int epoch, int epochs) {
    return everyEpochs > 0 && (epoch % everyEpochs == 0 || epoch == epochs);
  }
}
