package org.arbit.env;

import java.util.Arrays;

/** Several discrete values at once: entry k is in 0..sizes[k]-1. */
public final class MultiDiscrete implements Space<int[]> {

  private final int[] sizes;

  /**
   * Creates the space.
   *
   * @throws IllegalArgumentException if there is no entry, or one of them has no value
   */
  public MultiDiscrete(int... sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("A multi-discrete space needs at least one entry.");
    }
    for (int k = 0; k < sizes.length; k++) {
      if (sizes[k] < 1) {
        throw new IllegalArgumentException(
            "Entry " + k + " of a multi-discrete space has " + sizes[k] + " values; at least 1.");
      }
    }
    this.sizes = sizes.clone();
  }

  /** Returns how many values each entry can take. */
  public int[] sizes() {
    return sizes.clone();
  }

  @Override
  public boolean contains(int[] value) {
    if (value.length != sizes.length) {
      return false;
    }
    for (int k = 0; k < sizes.length; k++) {
      if (value[k] < 0 || value[k] >= sizes[k]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int[] sample(SeededRandom random) {
    int[] value = new int[sizes.length];
    for (int k = 0; k < value.length; k++) {
      value[k] = random.nextInt(sizes[k]);
    }
    return value;
  }

  /**
   * Returns a value whose entries are drawn uniformly among the valid ones.
   *
   * @param masks one mask per entry, true where valid
   * @throws IllegalArgumentException if a length differs, or an entry has nothing valid
   */
  public int[] sample(SeededRandom random, boolean[][] masks) {
    if (masks.length != sizes.length) {
      throw new IllegalArgumentException(
          "There are " + masks.length + " masks for " + sizes.length + " entries.");
    }
    int[] value = new int[sizes.length];
    for (int k = 0; k < value.length; k++) {
      value[k] = new Discrete(sizes[k]).sample(random, masks[k]);
    }
    return value;
  }

  @Override
  public int flatSize() {
    return Arrays.stream(sizes).sum();
  }

  @Override
  public float[] flatten(int[] value) {
    if (!contains(value)) {
      throw new IllegalArgumentException(Arrays.toString(value) + " is not in " + this + ".");
    }
    float[] vector = new float[flatSize()];
    int offset = 0;
    for (int k = 0; k < sizes.length; k++) {
      vector[offset + value[k]] = 1;
      offset += sizes[k];
    }
    return vector;
  }

  @Override
  public int[] unflatten(float[] vector) {
    Vectors.checkLength(vector.length, flatSize());
    int[] value = new int[sizes.length];
    int offset = 0;
    for (int k = 0; k < sizes.length; k++) {
      value[k] = Vectors.oneHot(vector, offset, sizes[k], true);
      offset += sizes[k];
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiDiscrete that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** Returns {@code MultiDiscrete[4, 2]}. */
  @Override
  public String toString() {
    return "MultiDiscrete" + Arrays.toString(sizes);
  }
}
