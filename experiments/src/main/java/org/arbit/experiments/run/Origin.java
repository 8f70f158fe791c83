package org.arbit.experiments.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a run comes from.
 *
 * @param command that gives it again
 * @param versions of the programs behind it, {@code arbit} among them
 */
public record Origin(String command, SortedMap<String, String> versions) {

  /** Copies the versions. */
  public Origin {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }
}
