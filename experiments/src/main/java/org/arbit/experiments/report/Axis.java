package org.arbit.experiments.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** A linear or logarithmic axis with round ticks that covers given values and a margin. */
final class Axis {

  private static final double MARGIN = 0.06;
  private static final int WANTED_TICKS = 6;

  private final boolean logarithmic;
  private final double low;
  private final double high;

  private Axis(boolean logarithmic, double[] places) {
    this.logarithmic = logarithmic;
    double least = Arrays.stream(places).min().orElseThrow();
    double greatest = Arrays.stream(places).max().orElseThrow();
    double margin = greatest > least ? MARGIN * (greatest - least) : 0.5;
    this.low = least - margin;
    this.high = greatest + margin;
  }

  /** Returns an axis for {@code values}, of which there is at least one. */
  static Axis linear(double... values) {
    return new Axis(false, values);
  }

  /** Returns an axis for positive {@code values}, of which there is at least one. */
  static Axis logarithmic(double... values) {
    return new Axis(true, Arrays.stream(values).map(Math::log10).toArray());
  }

  /** Returns where {@code value} lies between the ends, as a share of the axis. */
  double place(double value) {
    return ((logarithmic ? Math.log10(value) : value) - low) / (high - low);
  }

  /** Returns round values inside the axis, ascending. */
  double[] ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks();
  }

  private double[] linearTicks() {
    double raw = (high - low) / WANTED_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double factor = raw / power;
    double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    double first = Math.ceil(low / step);
    double last = Math.floor(high / step);
    return DoubleStream.iterate(first, i -> i <= last, i -> i + 1).map(i -> i * step).toArray();
  }

  private double[] logarithmicTicks() {
    double[][] steps = {{1}, {1, 3}, {1, 2, 5}, {1, 2, 3, 5, 7}, {1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9}};
    double[] ticks = {};
    for (double[] mantissas : steps) {
      ticks = decades(mantissas);
      if (ticks.length >= WANTED_TICKS - 1) {
        break;
      }
    }
    return ticks;
  }

  private double[] decades(double[] mantissas) {
    DoubleStream.Builder ticks = DoubleStream.builder();
    for (int decade = (int) Math.floor(low); decade <= (int) Math.ceil(high); decade++) {
      for (double mantissa : mantissas) {
        double tick = mantissa * Math.pow(10, decade);
        if (Math.log10(tick) >= low && Math.log10(tick) <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks.build().toArray();
  }
}
