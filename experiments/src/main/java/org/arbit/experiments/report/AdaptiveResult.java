package org.arbit.experiments.report;

import org.arbit.experiments.SampleOutcomes;

/**
 * What one agent did at one trade-off with every sample of the test split.
 *
 * @param name of the agent, as in its {@link ReportPoint}
 * @param tradeOff the price lambda; NaN where the agent has none
 * @param outcomes the bits and the class of each sample
 */
public record AdaptiveResult(String name, double tradeOff, SampleOutcomes outcomes) {

  /** Returns the name with the trade-off, for a heading or a legend. */
  String title() {
    return Double.isNaN(tradeOff) ? name : name + ", \u03bb = " + Numbers.plain(tradeOff);
  }
}
