package org.arbit.env;

/**
 * A small seeded generator whose whole state is one number, so that a run can be saved and resumed
 * exactly, on every machine and Java version. SplitMix64 of Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014, with a fixed increment; period 2^64.
 *
 * <p>Not thread-safe.
 */
public final class SeededRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long state;

  /** Creates a generator; any two seeds give unrelated streams, also neighbouring ones. */
  public SeededRandom(long seed) {
    state = start(seed);
  }

  /** Starts again from {@code seed}, as if newly created. */
  public void seed(long seed) {
    state = start(seed);
  }

  /** Returns the whole state. */
  public long state() {
    return state;
  }

  /** Goes back to a state that {@link #state()} has returned. */
  public void restore(long savedState) {
    state = savedState;
  }

  /** Returns 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Returns a uniform number in 0..bound-1, without bias.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException(
          "A random number needs a positive bound, but the bound is " + bound + ".");
    }
    // Lemire, "Fast random integer generation in an interval", 2019, on the upper 32 bits.
    long product = (nextLong() >>> 32) * bound;
    long fraction = product & 0xFFFFFFFFL;
    if (fraction < bound) {
      long threshold = (1L << 32) % bound;
      while (fraction < threshold) {
        product = (nextLong() >>> 32) * bound;
        fraction = product & 0xFFFFFFFFL;
      }
    }
    return (int) (product >>> 32);
  }

  /** Returns a uniform number in [0, 1) with 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /** Returns a standard normal number (polar method; the second of each pair is dropped). */
  public double nextGaussian() {
    while (true) {
      double x = 2 * nextDouble() - 1;
      double y = 2 * nextDouble() - 1;
      double square = x * x + y * y;
      if (square < 1 && square > 0) {
        return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  private static long start(long seed) {
    return mix(seed + GOLDEN_GAMMA);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
