package org.arbit.supernet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** The kinds of data sets that are on the class path. */
public final class DataSets {

  private final Catalog<DataProvider> catalog;

  private DataSets(Catalog<DataProvider> catalog) {
    this.catalog = catalog;
  }

  /** Returns all providers on the class path. */
  public static DataSets onClassPath() {
    return new DataSets(Catalog.load("data set", DataProvider.class));
  }

  /** Returns the given providers. */
  static DataSets of(List<DataProvider> providers) {
    return new DataSets(Catalog.of("data set", providers));
  }

  /** Returns all providers by name. */
  public Catalog<DataProvider> catalog() {
    return catalog;
  }

  /**
   * Loads data of a named kind.
   *
   * @throws InvalidInputException if there is no such kind or option, or the data are not usable
   */
  public DataSplits load(String name, DataRequest request) {
    if (!catalog.names().contains(name)) {
      throw new InvalidInputException(Names.unknown("data set", name, catalog.names()));
    }
    DataProvider provider = catalog.get(name);
    for (String option : new TreeSet<>(request.options().keySet())) {
      if (!provider.options().contains(option)) {
        throw new InvalidInputException(
            Names.unknown("option of the data set \"" + name + "\"", option, provider.options()));
      }
    }
    return provider.load(request);
  }

  /**
   * Loads whatever lies at the request's source, or strokes where it has none.
   *
   * @throws InvalidInputException if no kind fits, or several do, or the data are not usable
   */
  public DataSplits load(DataRequest request) {
    Path source = request.source();
    return load(source == null ? Strokes.NAME : detect(source).name(), request);
  }

  /**
   * Finds out what lies at {@code source}.
   *
   * @throws InvalidInputException if no kind fits, or several do
   */
  public DataProvider detect(Path source) {
    if (!Files.exists(source)) {
      throw new InvalidInputException(source + " does not exist; expected data to read there.");
    }
    List<DataProvider> fitting =
        catalog.all().stream().filter(provider -> provider.canRead(source)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (fitting.isEmpty()) {
      throw new InvalidInputException(
          "%s holds no data of a known kind; expected one of: %s."
              .formatted(
                  source,
                  catalog.all().stream()
                      .filter(provider -> !provider.isGenerated())
                      .map(provider -> provider.name() + " (" + provider.summary() + ")")
                      .collect(Collectors.joining("; "))));
    }
    throw new InvalidInputException(
        "%s could be %s; expected data of one kind. Maybe name the kind?"
            .formatted(
                source,
                fitting.stream().map(DataProvider::name).collect(Collectors.joining(" or "))));
  }
}
