package org.arbit.agents.nn;

/**
 * Collects mean and variance of every field of observations and makes an {@link InputNormaliser} of
 * them: offset the mean, gain one over the standard deviation. Welford's method, in double
 * precision.
 */
public final class NormaliserFit {

  /** A field that varies less than this says nothing and gets the gain 0. */
  private static final double LEAST_DEVIATION = 1e-6;

  private final double[] mean;
  private final double[] squares;
  private long count;

  /** Creates an empty collection. */
  public NormaliserFit(int fields) {
    mean = new double[fields];
    squares = new double[fields];
  }

  /** Adds {@code samples x fields} observations. */
  public void add(float[] observations, int samples) {
    for (int n = 0; n < samples; n++) {
      count++;
      for (int k = 0; k < mean.length; k++) {
        double x = observations[n * mean.length + k];
        double delta = x - mean[k];
        mean[k] += delta / count;
        squares[k] += delta * (x - mean[k]);
      }
    }
  }

  /** Returns the normaliser of what has been added. */
  public InputNormaliser normaliser() {
    float[] offset = new float[mean.length];
    float[] gain = new float[mean.length];
    for (int k = 0; k < mean.length; k++) {
      double deviation = Math.sqrt(squares[k] / Math.max(1, count));
      offset[k] = (float) mean[k];
      gain[k] = deviation < LEAST_DEVIATION ? 0 : (float) (1 / deviation);
    }
    return new InputNormaliser(offset, gain);
  }

  /** Returns the count, the means, and the sums of squared deviations. */
  public double[] moments() {
    double[] all = new double[1 + 2 * mean.length];
    all[0] = count;
    System.arraycopy(mean, 0, all, 1, mean.length);
    System.arraycopy(squares, 0, all, 1 + mean.length, mean.length);
    return all;
  }

  /**
   * Goes back to saved {@link #moments()}.
   *
   * @throws IllegalArgumentException if they are of another number of fields
   */
  public void restore(double[] moments) {
    if (moments.length != 1 + 2 * mean.length) {
      throw new IllegalArgumentException(
          "The saved moments are of "
              + (moments.length - 1) / 2
              + " fields, but there are "
              + mean.length
              + ".");
    }
    count = (long) moments[0];
    System.arraycopy(moments, 1, mean, 0, mean.length);
    System.arraycopy(moments, 1 + mean.length, squares, 0, mean.length);
  }
}
