package org.arbit.experiments.cli;

import org.arbit.experiments.config.TradeOffConfig;
import org.arbit.supernet.spi.InvalidInputException;

/** The option {@code --trade-off} of several commands. */
final class TradeOffOption {

  private TradeOffOption() {}

  /**
   * Checks a price.
   *
   * @param tradeOff NaN where none is given
   * @throws InvalidInputException if it is out of range
   */
  static void check(double tradeOff) {
    if (tradeOff < 0 || tradeOff > TradeOffConfig.GREATEST) {
      throw new InvalidInputException(
          "--trade-off is " + tradeOff + "; it must be in [0, " + TradeOffConfig.GREATEST + "].");
    }
  }
}
