package org.arbit.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader wants them, the same in every locale. */
final class Numbers {

  private static final String[] PREFIXES = {"", " k", " M", " G", " T", " P"};

  private Numbers() {}

  /** Returns a share as a percentage with {@code digits} decimals, without the sign. */
  static String percent(double share, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", 100 * share);
  }

  /** Returns {@code value} with {@code digits} decimals. */
  static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Returns three significant digits and an SI prefix, such as {@code 123 M}. */
  static String si(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    int group = Math.max(0, Math.min(PREFIXES.length - 1, Math.floorDiv(exponent, 3)));
    return plain(rounded.movePointLeft(3 * group)) + PREFIXES[group];
  }

  /** Returns up to three significant digits without trailing zeros, such as {@code 0.03}. */
  static String plain(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    return plain(new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN)));
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
