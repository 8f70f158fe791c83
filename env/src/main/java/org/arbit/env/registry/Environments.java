package org.arbit.env.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.arbit.env.AutoReset;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.SingleEnv;
import org.arbit.env.VectorEnv;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.spi.Names;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * All environments by id. An id without a version means the latest one; a version that has a
 * successor is still made. Both give a warning.
 */
public final class Environments {

  private final Map<String, EnvironmentProvider> byId;
  private final Consumer<String> warnings;

  private Environments(Map<String, EnvironmentProvider> byId, Consumer<String> warnings) {
    this.byId = byId;
    this.warnings = warnings;
  }

  /**
   * Returns all environments on the class path; warnings go to the log.
   *
   * @throws IllegalArgumentException if two have the same id, or an id has not its form
   */
  public static Environments load() {
    return of(
        ServiceLoader.load(EnvironmentProvider.class),
        LoggerFactory.getLogger(Environments.class)::warn);
  }

  /**
   * Returns the given environments.
   *
   * @param warnings receives every warning
   */
  public static Environments of(
      Iterable<? extends EnvironmentProvider> providers, Consumer<String> warnings) {
    Map<String, EnvironmentProvider> byId = new TreeMap<>();
    for (EnvironmentProvider provider : providers) {
      EnvironmentProvider other = byId.putIfAbsent(EnvSpec.of(provider.id()).id(), provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "There are two environments with the id "
                + provider.id()
                + ": "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName()
                + ". Maybe a jar is twice on the class path?");
      }
    }
    return new Environments(Collections.unmodifiableMap(byId), warnings);
  }

  /** Returns these and one more, which takes the place of another with its id, with a warning. */
  public Environments with(EnvironmentProvider provider) {
    Map<String, EnvironmentProvider> more = new TreeMap<>(byId);
    if (more.put(EnvSpec.of(provider.id()).id(), provider) != null) {
      warnings.accept("The environment " + provider.id() + " is replaced by another.");
    }
    return new Environments(Collections.unmodifiableMap(more), warnings);
  }

  /** Returns all ids, in alphabetical order. */
  public Collection<String> ids() {
    return byId.keySet();
  }

  /** Returns all providers, in alphabetical order of their ids. */
  public Collection<EnvironmentProvider> all() {
    return byId.values();
  }

  /**
   * Returns the provider of an id, with or without version.
   *
   * @throws IllegalArgumentException if there is none, with the known ones
   */
  public EnvironmentProvider get(String id) {
    EnvironmentProvider provider = byId.get(id);
    if (provider == null) {
      List<EnvironmentProvider> versions = versions(id);
      if (versions.isEmpty()) {
        throw new IllegalArgumentException(Names.unknown("environment", id, ids()));
      }
      EnvironmentProvider latest = versions.get(versions.size() - 1);
      warnings.accept("The id " + id + " has no version; taking " + latest.id() + ".");
      return latest;
    }
    List<EnvironmentProvider> versions = versions(EnvSpec.of(id).name());
    EnvironmentProvider latest = versions.get(versions.size() - 1);
    if (latest != provider) {
      warnings.accept("The environment " + id + " is deprecated; the latest is " + latest.id());
    }
    return provider;
  }

  /**
   * Returns the complete specification of an environment: its defaults with overrides.
   *
   * @throws IllegalArgumentException if the id or a parameter is unknown
   */
  public EnvSpec spec(String id, Map<String, ?> overrides) {
    EnvironmentProvider provider = get(id);
    Map<String, Object> defaults = provider.defaults();
    for (String name : overrides.keySet()) {
      if (!defaults.containsKey(name)) {
        throw new IllegalArgumentException(
            Names.unknown("parameter of " + provider.id(), name, defaults.keySet()));
      }
    }
    Map<String, Object> merged = new TreeMap<>(defaults);
    merged.putAll(overrides);
    return new EnvSpec(provider.id(), merged, List.of());
  }

  /**
   * Makes a vector environment that needs no network.
   *
   * @throws IllegalArgumentException if a name is unknown or a value does not fit
   */
  public VectorEnv vector(String id, Map<String, ?> overrides, int size, AutoReset autoReset) {
    return vector(id, overrides, size, autoReset, null, null);
  }

  /**
   * Makes a vector environment.
   *
   * @param overrides parameters that differ from the defaults
   * @throws IllegalArgumentException if a name is unknown or a value does not fit
   */
  public VectorEnv vector(
      String id,
      Map<String, ?> overrides,
      int size,
      AutoReset autoReset,
      @Nullable SuperNetwork network,
      @Nullable Dataset data) {
    EnvSpec spec = spec(id, overrides);
    return get(spec.id()).make(new EnvRequest(spec, size, autoReset, network, data));
  }

  /** Makes a single environment: a vector of one. */
  public Env single(
      String id, Map<String, ?> overrides, @Nullable SuperNetwork network, @Nullable Dataset data) {
    return new SingleEnv(vector(id, overrides, 1, AutoReset.DISABLED, network, data));
  }

  /** Returns the providers of a name by ascending version. */
  private List<EnvironmentProvider> versions(String name) {
    List<EnvironmentProvider> versions = new ArrayList<>();
    for (EnvironmentProvider provider : byId.values()) {
      if (EnvSpec.of(provider.id()).name().equals(name)) {
        versions.add(provider);
      }
    }
    versions.sort((a, b) -> EnvSpec.of(a.id()).version() - EnvSpec.of(b.id()).version());
    return versions;
  }
}
