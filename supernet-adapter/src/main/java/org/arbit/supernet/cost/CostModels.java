package org.arbit.supernet.cost;

import java.util.Map;
import java.util.TreeSet;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** The cost models that are on the class path. */
public final class CostModels {

  private static final String KIND = "cost model";

  private final Catalog<CostProvider> catalog;

  private CostModels(Catalog<CostProvider> catalog) {
    this.catalog = catalog;
  }

  /** Returns all cost models on the class path. */
  public static CostModels onClassPath() {
    return new CostModels(Catalog.load(KIND, CostProvider.class));
  }

  /** Returns all providers by name. */
  public Catalog<CostProvider> catalog() {
    return catalog;
  }

  /**
   * Checks a name and the names of options, without making the model.
   *
   * @throws InvalidInputException if one of them is not known
   */
  public CostProvider find(String name, Map<String, String> options) {
    if (!catalog.names().contains(name)) {
      throw new InvalidInputException(Names.unknown(KIND, name, catalog.names()));
    }
    CostProvider provider = catalog.get(name);
    for (String option : new TreeSet<>(options.keySet())) {
      if (!provider.options().contains(option)) {
        throw new InvalidInputException(
            Names.unknown(
                "option of the " + KIND + " \"" + name + "\"", option, provider.options()));
      }
    }
    return provider;
  }

  /**
   * Makes a model.
   *
   * @throws InvalidInputException if the name or an option is not known, or does not suit
   */
  public CostModel create(String name, CostRequest request) {
    return find(name, request.options()).create(request);
  }
}
