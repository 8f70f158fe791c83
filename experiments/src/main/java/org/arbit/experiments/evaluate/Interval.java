package org.arbit.experiments.evaluate;

/**
 * An estimate with its confidence interval.
 *
 * @param estimate the statistic of the data as measured
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Interval(double estimate, double low, double high) {}
