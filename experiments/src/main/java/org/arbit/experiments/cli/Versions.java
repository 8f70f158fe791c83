package org.arbit.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
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
    versions.put("nd4j", nd4j());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /** Its manifest does not have it, but what Maven left in its jar does. */
  private static String nd4j() {
    String file = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = INDArray.class.getResourceAsStream(file)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}
