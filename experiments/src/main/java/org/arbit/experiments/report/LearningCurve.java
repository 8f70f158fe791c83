package org.arbit.experiments.report;

import java.util.List;

/**
 * How a measure changed while one agent with one seed learned.
 *
 * @param agent name of the agent
 * @param seed of this training
 * @param measure what is drawn, such as {@code return}
 * @param points in ascending order of steps
 */
public record LearningCurve(String agent, long seed, String measure, List<Point> points) {

  /** Copies the points. */
  public LearningCurve {
    points = List.copyOf(points);
  }

  /**
   * A measured moment.
   *
   * @param step decisions taken so far
   * @param value of the measure
   */
  public record Point(long step, double value) {}
}
