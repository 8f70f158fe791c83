package org.arbit.env.allocation;

/**
 * A closed range from which a number is drawn at the start of each episode; a single number where
 * both ends are equal.
 *
 * @param low the least
 * @param high the greatest
 */
public record Range(double low, double high) {

  /** Checks the order. */
  public Range {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "The range ["
              + low
              + ", "
              + high
              + "] is not in order. Maybe ["
              + high
              + ", "
              + low
              + "]?");
    }
  }

  /** Returns the range of one number. */
  public static Range fixed(double value) {
    return new Range(value, value);
  }

  /** Whether there is only one number. */
  public boolean isFixed() {
    return low == high;
  }
}
