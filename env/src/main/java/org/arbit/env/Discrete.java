package org.arbit.env;

/**
 * The whole numbers {@code start .. start + n - 1}. Masks refer to positions: entry k speaks of the
 * value {@code start + k}.
 *
 * @param n how many, at least 1
 * @param start the least one
 */
public record Discrete(int n, int start) implements Space<Integer> {

  /** Checks that the space has a value. */
  public Discrete {
    if (n < 1) {
      throw new IllegalArgumentException(
          "A discrete space needs at least 1 value, but n is " + n + ".");
    }
    if (start > Integer.MAX_VALUE - n + 1) {
      throw new IllegalArgumentException(
          "A discrete space of " + n + " values from " + start + " leaves the range of an int.");
    }
  }

  /** The numbers {@code 0 .. n - 1}. */
  public Discrete(int n) {
    this(n, 0);
  }

  /** Whether {@code value} is one of the numbers. */
  public boolean contains(int value) {
    return value >= start && value - start < n;
  }

  @Override
  public boolean contains(Integer value) {
    return contains(value.intValue());
  }

  @Override
  public Integer sample(SeededRandom random) {
    return start + random.nextInt(n);
  }

  /**
   * Returns a value drawn uniformly among the valid ones.
   *
   * @param mask {@code n} entries, true where valid
   * @throws IllegalArgumentException if the length differs, or nothing is valid (Gymnasium returns
   *     the start then; a silent invalid action is worse than an error)
   */
  public int sample(SeededRandom random, boolean[] mask) {
    if (mask.length != n) {
      throw new IllegalArgumentException(
          "The mask has " + mask.length + " entries, but the space has " + n + " values.");
    }
    return sample(random, mask, 0);
  }

  /**
   * Returns a value drawn uniformly among the valid ones of one row of a batch of masks.
   *
   * @param masks at least {@code offset + n} entries
   * @param offset where the row begins
   * @throws IllegalArgumentException if nothing is valid
   */
  public int sample(SeededRandom random, boolean[] masks, int offset) {
    int valid = 0;
    for (int k = 0; k < n; k++) {
      valid += masks[offset + k] ? 1 : 0;
    }
    if (valid == 0) {
      throw new IllegalArgumentException("The mask leaves none of the " + n + " values.");
    }
    int left = random.nextInt(valid);
    int k = 0;
    while (!masks[offset + k] || left-- > 0) {
      k++;
    }
    return start + k;
  }

  /**
   * Returns a value drawn with the given probabilities.
   *
   * @param probabilities {@code n} numbers, not negative, with the sum 1 (within 1e-6)
   * @throws IllegalArgumentException if they are not
   */
  public int sample(SeededRandom random, double[] probabilities) {
    if (probabilities.length != n) {
      throw new IllegalArgumentException(
          "There are " + probabilities.length + " probabilities for " + n + " values.");
    }
    double sum = 0;
    int last = 0;
    for (int k = 0; k < n; k++) {
      double p = probabilities[k];
      if (!(p >= 0)) {
        throw new IllegalArgumentException(
            "Probability " + k + " is " + p + ", but must be a number of at least 0.");
      }
      last = p > 0 ? k : last;
      sum += p;
    }
    if (Math.abs(sum - 1) > 1e-6) {
      throw new IllegalArgumentException("The probabilities sum to " + sum + " instead of 1.");
    }
    double left = random.nextDouble() * sum;
    for (int k = 0; k < last; k++) {
      left -= probabilities[k];
      if (left < 0) {
        return start + k;
      }
    }
    return start + last;
  }

  @Override
  public int flatSize() {
    return n;
  }

  @Override
  public float[] flatten(Integer value) {
    if (!contains(value.intValue())) {
      throw new IllegalArgumentException(value + " is not in " + this + ".");
    }
    float[] oneHot = new float[n];
    oneHot[value - start] = 1;
    return oneHot;
  }

  @Override
  public Integer unflatten(float[] vector) {
    return start + Vectors.oneHot(vector, 0, n, vector.length == n);
  }

  /** Returns {@code {0..3}}. */
  @Override
  public String toString() {
    return "{" + start + ".." + (start + n - 1) + "}";
  }
}
