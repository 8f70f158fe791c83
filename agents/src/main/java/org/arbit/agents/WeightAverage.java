package org.arbit.agents;

/**
 * How fast averaged weights follow the learning ones: most of the noise of single updates cancels
 * in a mean over the last ones (Polyak and Juditsky 1992, section 1; that only the newest count is
 * our interpretation).
 */
public final class WeightAverage {

  /** Name of the hyper-parameter. */
  public static final String PARAMETER = "averaged";

  private final double last;

  /** Creates an average; a half-life of 0 means the newest weights alone. */
  private WeightAverage(int halfLife) {
    last = halfLife == 0 ? 1 : 1 - Math.pow(0.5, 1.0 / halfLife);
  }

  /** Returns what {@link #of} reads. */
  public static HyperParameter parameter() {
    return HyperParameter.integer(
        PARAMETER,
        100,
        0,
        1_000_000,
        "updates that halve a weight's share in the policy's mean; 0: off");
  }

  /** Returns the average of a learner with this {@link #parameter}. */
  public static WeightAverage of(HyperParameters values) {
    return new WeightAverage(values.integer(PARAMETER));
  }

  /**
   * Returns by which share of the way the average moves: a plain mean at first, then one in which
   * older updates weigh less and less.
   *
   * @param updates done before this one
   */
  public double rate(long updates) {
    return Math.max(last, 1.0 / (updates + 1));
  }
}
