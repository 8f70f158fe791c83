package org.arbit.supernet.data;

import java.util.Arrays;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Cuts data sets into training, validation and test parts, by a seed: the same images for the same
 * seed on every machine.
 */
public final class Splitter {

  private static final int AUTO_SHARE = 10;

  /** Separates the random streams of the choices of one seed. */
  private static final int TRAIN_STREAM = 0;

  private static final int TEST_STREAM = 1;

  private static final int VALIDATION_STREAM = 2;

  private Splitter() {}

  /**
   * Splits a data set that comes with a test set of its own: validation is cut out of the official
   * training set, and the test part is the official one or, if fewer images are wanted, a random
   * choice of it.
   *
   * @throws InvalidInputException if the two do not belong together or have too few images
   */
  public static DataSplits official(Dataset train, Dataset test, SplitSizes wanted, long seed) {
    checkShapes(train, test);
    int validation = Math.max(1, train.size() / AUTO_SHARE);
    validation = wanted.validation() == SplitSizes.AUTO ? validation : wanted.validation();
    SplitSizes sizes = wanted.orElse(train.size() - validation, validation, test.size());
    checkEnough(train.name(), "training", (long) sizes.train() + sizes.validation(), train.size());
    checkEnough(test.name(), "test", sizes.test(), test.size());
    int[] order = SplitMix64.of(seed, TRAIN_STREAM).permutation(train.size());
    return splits(
        pick(train, order, sizes.validation(), sizes.train()),
        pick(train, order, 0, sizes.validation()),
        choice(test, sizes.test(), seed, TEST_STREAM));
  }

  /**
   * Splits a data set without a test set: by default a tenth each for test and validation.
   *
   * @throws InvalidInputException if it has too few images
   */
  public static DataSplits whole(Dataset data, SplitSizes wanted, long seed) {
    int share = Math.max(1, data.size() / AUTO_SHARE);
    SplitSizes sizes = wanted.orElse(SplitSizes.AUTO, share, share);
    int rest = data.size() - sizes.validation() - sizes.test();
    sizes = sizes.orElse(Math.max(1, rest), 0, 0);
    long needed = (long) sizes.train() + sizes.validation() + sizes.test();
    checkEnough(data.name(), "labelled", needed, data.size());
    int[] order = SplitMix64.of(seed, TRAIN_STREAM).permutation(data.size());
    return splits(
        pick(data, order, sizes.test() + sizes.validation(), sizes.train()),
        pick(data, order, sizes.test(), sizes.validation()),
        pick(data, order, 0, sizes.test()));
  }

  /**
   * Takes a data set that comes in three parts; where fewer images are wanted than a part has, they
   * are a random choice of it.
   *
   * @throws InvalidInputException if the parts do not belong together or have too few images
   */
  public static DataSplits given(
      Dataset train, Dataset validation, Dataset test, SplitSizes wanted, long seed) {
    checkShapes(train, validation);
    checkShapes(train, test);
    SplitSizes sizes = wanted.orElse(train.size(), validation.size(), test.size());
    checkEnough(train.name(), "training", sizes.train(), train.size());
    checkEnough(train.name(), "validation", sizes.validation(), validation.size());
    checkEnough(train.name(), "test", sizes.test(), test.size());
    return splits(
        choice(train, sizes.train(), seed, TRAIN_STREAM),
        choice(validation, sizes.validation(), seed, VALIDATION_STREAM),
        choice(test, sizes.test(), seed, TEST_STREAM));
  }

  private static Dataset choice(Dataset data, int count, long seed, int stream) {
    return pick(data, SplitMix64.of(seed, stream).permutation(data.size()), 0, count);
  }

  private static void checkShapes(Dataset train, Dataset other) {
    if (!train.shape().equals(other.shape())) {
      throw new InvalidInputException(
          "%s has training images of %s but others of %s; expected one shape."
              .formatted(train.name(), train.shape(), other.shape()));
    }
  }

  static DataSplits splits(Dataset train, Dataset validation, Dataset test) {
    String hash = DataHash.of(train, validation, test);
    return new DataSplits(train.name(), hash, train, validation, test);
  }

  /** Ascending, so that files are read forwards. */
  private static Dataset pick(Dataset data, int[] order, int from, int count) {
    int[] chosen = Arrays.copyOfRange(order, from, from + count);
    Arrays.sort(chosen);
    return new SubsetDataset(data, chosen);
  }

  private static void checkEnough(String name, String part, long needed, int found) {
    if (needed > found) {
      throw new InvalidInputException(
          "%s has %d %s images, but %d are wanted for its parts. Maybe ask for fewer?"
              .formatted(name, found, part, needed));
    }
  }
}
