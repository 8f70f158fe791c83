package org.arbit.experiments.cli;

import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Versions of this program and of what it runs on. */
final class Versions {

  private static final String UNKNOWN = "development";

  private Versions() {}

  /** Returns the version of Arbit, from the jar's manifest. */
  static String arbit() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }

  /** Returns all versions by name. */
  static SortedMap<String, String> all() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("arbit", arbit());
    String nd4j = INDArray.class.getPackage().getImplementationVersion();
    versions.put("nd4j", nd4j == null ? "unknown" : nd4j);
    versions.put("java", Runtime.version().toString());
    return versions;
  }
}
