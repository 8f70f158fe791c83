package org.arbit.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.spi.Names;

/** The settings of one agent, every one with an allowed value. Immutable. */
public final class HyperParameters {

  private final Map<String, HyperParameter> known;
  private final Map<String, Object> values;

  private HyperParameters(Map<String, HyperParameter> known, Map<String, Object> values) {
    this.known = known;
    this.values = Collections.unmodifiableMap(values);
  }

  /** Returns the defaults. */
  public static HyperParameters defaults(List<HyperParameter> parameters) {
    Map<String, HyperParameter> known = new LinkedHashMap<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (HyperParameter parameter : parameters) {
      if (known.put(parameter.name(), parameter) != null) {
        throw new IllegalArgumentException(
            "The hyper-parameter " + parameter.name() + " is declared twice.");
      }
      values.put(parameter.name(), parameter.standard());
    }
    return new HyperParameters(known, values);
  }

  /** Returns these settings with another value for one, given in its type or as text. */
  public HyperParameters with(String name, Object value) {
    return with(Map.of(name, value));
  }

  /**
   * Returns these settings with other values for some.
   *
   * @throws IllegalArgumentException with a sentence for every unknown name and every value that is
   *     not allowed
   */
  public HyperParameters with(Map<String, ?> overrides) {
    Map<String, Object> merged = new LinkedHashMap<>(values);
    List<String> problems = new ArrayList<>();
    overrides.forEach(
        (name, value) -> {
          HyperParameter parameter = known.get(name);
          if (parameter == null) {
            problems.add(Names.unknown("hyper-parameter", name, known.keySet()));
            return;
          }
          try {
            merged.put(name, parameter.parse(value));
          } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
          }
        });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new HyperParameters(known, merged);
  }

  /** Returns all values by name, in the order of declaration. */
  public Map<String, Object> values() {
    return values;
  }

  /** Returns a whole number. */
  public int integer(String name) {
    return Math.toIntExact((Long) get(name));
  }

  /** Returns a number. */
  public double real(String name) {
    return (Double) get(name);
  }

  /** Returns a truth value. */
  public boolean flag(String name) {
    return (Boolean) get(name);
  }

  /** Returns a word. */
  public String choice(String name) {
    return (String) get(name);
  }

  private Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(Names.unknown("hyper-parameter", name, known.keySet()));
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HyperParameters that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
