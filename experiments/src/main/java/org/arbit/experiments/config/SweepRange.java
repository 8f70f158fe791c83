package org.arbit.experiments.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;

/**
 * A range to draw a setting from.
 *
 * @param from least value
 * @param to greatest value
 * @param scale whether values or their logarithms are uniform
 */
record SweepRange(double from, double to, Scale scale) {

  /** Enough for any setting, and short enough to read. */
  private static final MathContext DIGITS = new MathContext(4);

  /** How values are spread. */
  enum Scale {
    /** The values are uniform. */
    LINEAR,
    /** Their logarithms are. */
    LOG
  }

  /** Checks the order. */
  SweepRange {
    new Problems()
        .require(
            to > from && Double.isFinite(to - from),
            "to",
            to,
            "a number greater than from (" + from + ")")
        .require(scale == Scale.LINEAR || from > 0, "from", from, "greater than 0 on a log scale")
        .throwIfAny();
  }

  static SweepRange defaults() {
    return new SweepRange(0, 1, Scale.LINEAR);
  }

  /**
   * Draws a value, with four digits, or a whole number.
   *
   * @return as text
   */
  String draw(SplittableRandom random, boolean whole) {
    double u = random.nextDouble();
    double value =
        scale == Scale.LINEAR
            ? from + u * (to - from)
            // StrictMath: the same draw on every machine.
            : from * StrictMath.exp(u * StrictMath.log(to / from));
    if (whole) {
      return Long.toString(Math.round(value));
    }
    double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
    return Double.toString(Math.max(from, Math.min(to, rounded)));
  }
}
