package org.arbit.env;

import java.util.Arrays;

/**
 * Vectors (or row-major tensors) of floats, each entry within its own closed interval. Bounds may
 * be infinite, never NaN.
 */
public final class Box implements Space<float[]> {

  private final float[] low;
  private final float[] high;
  private final int[] shape;

  private Box(float[] low, float[] high, int[] shape) {
    this.low = low;
    this.high = high;
    this.shape = shape;
  }

  /**
   * Returns the vectors between two bounds.
   *
   * @throws IllegalArgumentException if the lengths differ, a bound is NaN, or low exceeds high
   */
  public static Box of(float[] low, float[] high) {
    return of(low, high, low.length);
  }

  /** Returns the vectors of {@code size} entries that all lie between the same two bounds. */
  public static Box uniform(float low, float high, int size) {
    float[] lows = new float[size];
    float[] highs = new float[size];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return of(lows, highs);
  }

  /**
   * Returns the tensors of the given shape between two bounds, all row-major.
   *
   * @throws IllegalArgumentException if the lengths do not fit the shape, a bound is NaN, or low
   *     exceeds high
   */
  public static Box of(float[] low, float[] high, int... shape) {
    int size = 1;
    for (int side : shape) {
      if (side < 1) {
        throw new IllegalArgumentException(
            "Every side of a box is at least 1, but the shape is " + Arrays.toString(shape) + ".");
      }
      size = Math.multiplyExact(size, side);
    }
    if (low.length != size || high.length != size) {
      throw new IllegalArgumentException(
          "A box of shape "
              + Arrays.toString(shape)
              + " needs "
              + size
              + " bounds, but there are "
              + low.length
              + " low and "
              + high.length
              + " high ones.");
    }
    for (int k = 0; k < size; k++) {
      if (!(low[k] <= high[k])) {
        throw new IllegalArgumentException(
            "Entry "
                + k
                + " of a box has the bounds ["
                + low[k]
                + ", "
                + high[k]
                + "]; "
                + "the low one may not exceed the high one, and neither may be NaN.");
      }
    }
    return new Box(low.clone(), high.clone(), shape.clone());
  }

  /** Returns the number of entries. */
  public int size() {
    return low.length;
  }

  /** Returns the shape. */
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the least value of entry {@code index}. */
  public float low(int index) {
    return low[index];
  }

  /** Returns the greatest value of entry {@code index}. */
  public float high(int index) {
    return high[index];
  }

  @Override
  public boolean contains(float[] value) {
    return value.length == low.length && firstOutside(value, 0) < 0;
  }

  /**
   * Returns the index of the first entry of a row that is not finite or out of bounds; -1 if none.
   *
   * @param values a batch of rows
   * @param offset where the row begins
   */
  public int firstOutside(float[] values, int offset) {
    for (int k = 0; k < low.length; k++) {
      float v = values[offset + k];
      if (!(v >= low[k] && v <= high[k]) || Float.isInfinite(v)) {
        return k;
      }
    }
    return -1;
  }

  /**
   * Returns a vector whose entries are drawn uniformly between their bounds.
   *
   * @throws IllegalStateException if a bound is infinite
   */
  @Override
  public float[] sample(SeededRandom random) {
    float[] value = new float[low.length];
    for (int k = 0; k < value.length; k++) {
      if (Float.isInfinite(low[k]) || Float.isInfinite(high[k])) {
        throw new IllegalStateException(
            "Entry " + k + " of the box is unbounded and has no uniform sample.");
      }
      double drawn = low[k] + random.nextDouble() * ((double) high[k] - low[k]);
      value[k] = Math.min(high[k], Math.max(low[k], (float) drawn));
    }
    return value;
  }

  @Override
  public int flatSize() {
    return low.length;
  }

  @Override
  public float[] flatten(float[] value) {
    return checked(value);
  }

  @Override
  public float[] unflatten(float[] vector) {
    return checked(vector);
  }

  private float[] checked(float[] value) {
    Vectors.checkLength(value.length, low.length);
    int outside = firstOutside(value, 0);
    if (outside >= 0) {
      throw new IllegalArgumentException(
          "Entry "
              + outside
              + " is "
              + value[outside]
              + ", outside ["
              + low[outside]
              + ", "
              + high[outside]
              + "].");
    }
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Box that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high)
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(low) + Arrays.hashCode(high)) + Arrays.hashCode(shape);
  }

  /** Returns {@code Box[33]}. */
  @Override
  public String toString() {
    return "Box" + Arrays.toString(shape);
  }
}
