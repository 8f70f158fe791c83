package org.arbit.experiments.cli;

import org.arbit.experiments.config.TradeOffConfig;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** The option {@code --trade-off} of several commands. */
final class TradeOffOption {

  private TradeOffOption() {}

  /**
   * Checks a price.
   *
   * @throws InvalidInputException if it is out of range, which NaN is
   */
  static void check(double tradeOff) {
    if (!(tradeOff >= 0 && tradeOff <= TradeOffConfig.GREATEST)) {
      throw new InvalidInputException(
          "--trade-off is " + tradeOff + "; it must be in [0, " + TradeOffConfig.GREATEST + "].");
    }
  }

  /**
   * Returns a price that need not be given, checked; NaN where it is not.
   *
   * @throws InvalidInputException if it is out of range
   */
  static double orNone(@Nullable Double tradeOff) {
    if (tradeOff == null) {
      return Double.NaN;
    }
    check(tradeOff);
    return tradeOff;
  }
}
