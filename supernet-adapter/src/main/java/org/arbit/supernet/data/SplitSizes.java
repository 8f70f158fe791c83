package org.arbit.supernet.data;

import org.arbit.supernet.spi.InvalidInputException;

/**
 * How many images each part of a data set shall have; {@link #AUTO} leaves it to the data set.
 *
 * @param train images to learn from; by default all that validation leaves
 * @param validation images to choose by; by default a tenth of the official training set
 * @param test images to report on; by default the whole official test set
 */
public record SplitSizes(int train, int validation, int test) {

  /** Leaves a size to the data set. */
  public static final int AUTO = -1;

  /** Leaves all sizes to the data set. */
  public static final SplitSizes DEFAULT = new SplitSizes(AUTO, AUTO, AUTO);

  /**
   * Checks that every size is positive or {@link #AUTO}.
   *
   * @throws InvalidInputException if one is not
   */
  public SplitSizes {
    check("training", train);
    check("validation", validation);
    check("test", test);
  }

  /** Replaces {@link #AUTO} by the given sizes. */
  SplitSizes orElse(int ownTrain, int ownValidation, int ownTest) {
    return new SplitSizes(
        train == AUTO ? ownTrain : train,
        validation == AUTO ? ownValidation : validation,
        test == AUTO ? ownTest : test);
  }

  private static void check(String part, int size) {
    if (size < 1 && size != AUTO) {
      throw new InvalidInputException(
          "The " + part + " part has " + size + " images; expected at least 1, or -1 for default.");
    }
  }
}
