package org.arbit.experiments.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong, so that all of it can be said at once. A configuration record's
 * constructor checks every component with it and ends with {@link #throwIfAny()}.
 */
public final class Problems {

  private final List<Problem> found = new ArrayList<>();

  /** Adds a problem of one setting. */
  public Problems add(String key, String message) {
    found.add(new Problem(key, message));
    return this;
  }

  /** Adds problems of a configuration under {@code prefix}. */
  Problems addAll(String prefix, List<Problem> problems) {
    problems.forEach(problem -> found.add(problem.under(prefix)));
    return this;
  }

  /** Adds a problem unless {@code fine}: the value found and what is allowed. */
  public Problems require(boolean fine, String key, Object value, String allowed) {
    return fine ? this : add(key, value + " is not allowed; it must be " + allowed + ".");
  }

  /** Requires a whole number in {@code [least, greatest]}. */
  public Problems range(String key, long value, long least, long greatest) {
    return require(
        value >= least && value <= greatest, key, value, "in [" + least + ", " + greatest + "]");
  }

  /** Requires a number in {@code [least, greatest]}, which NaN is not. */
  public Problems range(String key, double value, double least, double greatest) {
    return require(
        value >= least && value <= greatest, key, value, "in [" + least + ", " + greatest + "]");
  }

  /** Throws if there is any problem. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
  }

  /** Returns what was found so far. */
  List<Problem> found() {
    return List.copyOf(found);
  }
}
