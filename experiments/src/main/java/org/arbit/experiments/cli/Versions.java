package org.arbit.experiments.cli;

/** Versions of this program and of what it runs on. */
final class Versions {

  private Versions() {}

  /** Returns the version of Arbit, from the jar's manifest. */
  static String arbit() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
