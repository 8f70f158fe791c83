package org.arbit.supernet.data;

/**
 * A small random generator whose whole state is one {@code long}: SplitMix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, section 4). Seeded with a
 * seed and a counter, it gives every sample a stream of its own, so that sample i does not depend
 * on how many are made, in which order, or on how many threads.
 */
public final class SplitMix64 {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** Creates the generator that continues from {@code state}. */
  public SplitMix64(long state) {
    this.state = state;
  }

  /** Returns the generator number {@code counter} of the family {@code seed}. */
  public static SplitMix64 of(long seed, long counter) {
    return new SplitMix64(mix(mix(seed + GOLDEN_GAMMA) + counter * GOLDEN_GAMMA));
  }

  /** Returns the state, from which the constructor continues. */
  public long state() {
    return state;
  }

  /** Returns 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Returns a uniform number in [0, 1) with 53 random bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Returns a uniform number in [low, high). */
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * Returns a uniform whole number in 0..bound-1.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("The bound must be at least 1, but is " + bound + ".");
    }
    // Multiply-shift on 32 bits; the bias, below bound / 2^32, is no matter for data.
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Returns 0..size-1 in random order. */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
