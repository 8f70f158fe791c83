package org.arbit.supernet.spi;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * All parts of one kind, by name. Built-in parts and a stranger's come in by the same door: {@code
 * META-INF/services} and {@link ServiceLoader}.
 *
 * @param <T> the kind
 */
public final class Catalog<T extends Named> {

  private final String kind;
  private final Map<String, T> byName;

  private Catalog(String kind, Map<String, T> byName) {
    this.kind = kind;
    this.byName = byName;
  }

  /**
   * Returns the catalog of all services of a type.
   *
   * @param kind what they are, for messages, such as {@code reward term}
   * @throws IllegalArgumentException if two have the same name
   */
  public static <T extends Named> Catalog<T> load(String kind, Class<T> type) {
    return of(kind, ServiceLoader.load(type));
  }

  /**
   * Returns the catalog of the given parts.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static <T extends Named> Catalog<T> of(String kind, Iterable<? extends T> parts) {
    Map<String, T> byName = new TreeMap<>();
    for (T part : parts) {
      T other = byName.putIfAbsent(part.name(), part);
      if (other != null) {
        throw new IllegalArgumentException(
            "There are two of the kind "
                + kind
                + " with the name \""
                + part.name()
                + "\": "
                + other.getClass().getName()
                + " and "
                + part.getClass().getName()
                + ". Maybe a jar is twice on the class path?");
      }
    }
    return new Catalog<>(kind, Collections.unmodifiableMap(byName));
  }

  /**
   * Returns the part of that name.
   *
   * @throws IllegalArgumentException if there is none, with the known names
   */
  public T get(String name) {
    T part = byName.get(name);
    if (part == null) {
      throw new IllegalArgumentException(Names.unknown(kind, name, names()));
    }
    return part;
  }

  /** Returns a sentence for every one of the given names that no part has. */
  public List<String> unknown(Collection<String> names) {
    return names.stream()
        .filter(name -> !byName.containsKey(name))
        .map(name -> Names.unknown(kind, name, names()))
        .toList();
  }

  /** Returns all names, in alphabetical order. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** Returns all parts, in alphabetical order of their names. */
  public Collection<T> all() {
    return byName.values();
  }
}
