package org.arbit.env;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.arbit.supernet.spi.Names;
import org.jspecify.annotations.Nullable;

/**
 * How episodes begin. Every environment knows {@link #SEEDS} and {@link #RESET_MASK} when it is a
 * vector; the others are known to allocation environments. An environment refuses an option that it
 * does not know.
 *
 * @param seed starts the random numbers again, environment i of a vector with {@code seed + i};
 *     null leaves them as they are (0 before the first reset); not negative
 * @param options further options by name; arrays are {@code int[]}, {@code long[]}, {@code
 *     boolean[]} or lists
 */
public record ResetOptions(@Nullable Long seed, Map<String, Object> options) {

  /** {@code int[]}: which samples to take, for this reset only. */
  public static final String SAMPLES = "samples";

  /** {@code int}: neighbouring environments that get the same sample, until the next reset. */
  public static final String ROLLOUTS = "rollouts";

  /** {@code double}: the trade-off of all episodes until the next reset. */
  public static final String LAMBDA = "lambda";

  /** {@code long[]}: one seed per environment, in place of {@link #seed}. */
  public static final String SEEDS = "seeds";

  /** {@code boolean[]}: which environments of a vector to reset; the others go on. */
  public static final String RESET_MASK = "resetMask";

  private static final ResetOptions NONE = new ResetOptions(null, Map.of());

  /**
   * Copies the options.
   *
   * @throws IllegalArgumentException if the seed is negative
   */
  public ResetOptions {
    if (seed != null) {
      checkSeed(seed);
    }
    options = Map.copyOf(options);
  }

  /** Returns a reset that goes on with the random numbers as they are. */
  public static ResetOptions none() {
    return NONE;
  }

  /** Returns a reset that starts the random numbers again. */
  public static ResetOptions seeded(long seed) {
    return new ResetOptions(seed, Map.of());
  }

  /** Returns these options with one more, or with another value for it. */
  public ResetOptions with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(options);
    more.put(name, value);
    return new ResetOptions(seed, more);
  }

  /** Returns these options with {@link #SAMPLES}. */
  public ResetOptions withSamples(int... indices) {
    return with(SAMPLES, indices.clone());
  }

  /** Returns these options with {@link #ROLLOUTS}. */
  public ResetOptions withRollouts(int copies) {
    return with(ROLLOUTS, copies);
  }

  /** Returns these options with {@link #LAMBDA}. */
  public ResetOptions withLambda(double lambda) {
    return with(LAMBDA, lambda);
  }

  /** Returns these options with {@link #SEEDS}. */
  public ResetOptions withSeeds(long... seeds) {
    return with(SEEDS, seeds.clone());
  }

  /** Returns these options with {@link #RESET_MASK}. */
  public ResetOptions withResetMask(boolean... mask) {
    return with(RESET_MASK, mask.clone());
  }

  /** Returns these options without {@code name}. */
  public ResetOptions without(String name) {
    Map<String, Object> less = new LinkedHashMap<>(options);
    less.remove(name);
    return new ResetOptions(seed, less);
  }

  /**
   * Refuses options that are not among {@code known}.
   *
   * @throws IllegalArgumentException naming the nearest known one
   */
  public void checkKnown(Collection<String> known) {
    for (String name : options.keySet()) {
      if (!Set.copyOf(known).contains(name)) {
        throw new IllegalArgumentException(Names.unknown("reset option", name, known));
      }
    }
  }

  /** Returns an option that is an array or a list of whole numbers; null if not given. */
  public long @Nullable [] wholeNumbers(String name) {
    Object value = options.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof long[] numbers) {
      return numbers.clone();
    }
    if (value instanceof int[] numbers) {
      return Arrays.stream(numbers).asLongStream().toArray();
    }
    if (value instanceof List<?> list && list.stream().allMatch(ResetOptions::isWhole)) {
      return list.stream().mapToLong(e -> ((Number) e).longValue()).toArray();
    }
    throw wrongType(name, value, "an array or list of whole numbers");
  }

  /** Returns an option that is an array or a list of truth values; null if not given. */
  public boolean @Nullable [] flags(String name) {
    Object value = options.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof boolean[] flags) {
      return flags.clone();
    }
    if (value instanceof List<?> list && list.stream().allMatch(Boolean.class::isInstance)) {
      boolean[] flags = new boolean[list.size()];
      for (int k = 0; k < flags.length; k++) {
        flags[k] = Boolean.TRUE.equals(list.get(k));
      }
      return flags;
    }
    throw wrongType(name, value, "an array or list of true and false");
  }

  /** Returns an option that is a number; null if not given. */
  public @Nullable Double number(String name) {
    Object value = options.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrongType(name, value, "a number");
  }

  /**
   * Returns one seed per environment: the given list, or {@code seed + i}; null if neither is
   * given.
   *
   * @throws IllegalArgumentException if the list has another length or a negative entry
   */
  public long @Nullable [] seeds(int size) {
    long[] seeds = wholeNumbers(SEEDS);
    if (seeds != null) {
      if (seeds.length != size) {
        throw new IllegalArgumentException(
            "The option seeds has " + seeds.length + " entries for " + size + " environments.");
      }
      for (long each : seeds) {
        checkSeed(each);
      }
      return seeds;
    }
    if (seed == null) {
      return null;
    }
    long first = seed;
    return LongStream.range(0, size).map(i -> first + i).toArray();
  }

  private static void checkSeed(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException(
          "The seed is "
              + seed
              + ", but a seed is a whole number of at least 0. Maybe "
              + -seed
              + "?");
    }
  }

  private static boolean isWhole(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static IllegalArgumentException wrongType(String name, Object value, String wanted) {
    return new IllegalArgumentException(
        "The reset option "
            + name
            + " is a "
            + value.getClass().getSimpleName()
            + ", but must be "
            + wanted
            + ".");
  }
}
