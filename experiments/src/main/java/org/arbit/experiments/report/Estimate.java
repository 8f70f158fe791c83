package org.arbit.experiments.report;

/**
 * A value and the interval around it; the three are equal where there is only one seed.
 *
 * @param value the point estimate
 * @param low lower end of the 95 % interval, at most {@code value}
 * @param high upper end of the 95 % interval, at least {@code value}
 */
public record Estimate(double value, double low, double high) {

  /** Checks the order of the three. */
  public Estimate {
    if (!(low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "An estimate lies inside its interval, but "
              + value
              + " is not in ["
              + low
              + ", "
              + high
              + "].");
    }
  }

  /** Returns an estimate without an interval. */
  public static Estimate exactly(double value) {
    return new Estimate(value, value, value);
  }

  /** Whether there is an interval to show. */
  public boolean hasInterval() {
    return low < high;
  }
}
