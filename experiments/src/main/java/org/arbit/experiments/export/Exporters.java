package org.arbit.experiments.export;

import org.arbit.supernet.spi.Catalog;

/** All formats that are known, built in or found on the class path. */
public final class Exporters {

  private Exporters() {}

  /** Returns the formats by name. */
  public static Catalog<Exporter> load() {
    return Catalog.load("export format", Exporter.class);
  }
}
