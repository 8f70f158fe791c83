package org.arbit.experiments.run;

import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** All engines of sweeps that are known, built in or found on the class path. */
public final class SweepEngines {

  private static final String SPARK = "spark";

  private SweepEngines() {}

  /** Returns the engines by name. */
  public static Catalog<SweepEngineProvider> load() {
    return Catalog.load("sweep engine", SweepEngineProvider.class);
  }

  /**
   * Returns the engine of that name.
   *
   * @throws InvalidInputException if there is none, with the known ones, and for Spark with the way
   *     to get it
   */
  public static SweepEngineProvider find(String name) {
    Catalog<SweepEngineProvider> known = load();
    if (name.equals(SPARK) && !known.names().contains(SPARK)) {
      throw new InvalidInputException(
          "The engine spark is not on the class path; here are: "
              + String.join(", ", known.names())
              + ". Maybe start with ./arbit, which builds it when it is asked for (docs/cluster.md)?");
    }
    return known.all().stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidInputException(Names.unknown("engine", name, known.names())));
  }
}
