package org.arbit.agents;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that decides the future of an agent, as named arrays of floats, doubles, whole numbers
 * or bytes. Names are paths such as {@code actor/weights}. Arrays are copied in and out. Mutable
 * until handed over.
 */
public final class AgentState {

  private final Map<String, Object> arrays = new TreeMap<>();

  /** Adds floats. */
  public AgentState put(String name, float[] values) {
    return add(name, values.clone());
  }

  /** Adds doubles. */
  public AgentState put(String name, double... values) {
    return add(name, values.clone());
  }

  /** Adds whole numbers. */
  public AgentState put(String name, long... values) {
    return add(name, values.clone());
  }

  /** Adds bytes. */
  public AgentState put(String name, byte[] values) {
    return add(name, values.clone());
  }

  /** Adds all arrays of another state, below {@code prefix/}. */
  public AgentState putAll(String prefix, AgentState part) {
    part.arrays.forEach((name, array) -> add(prefix + "/" + name, array));
    return this;
  }

  /** Returns the arrays below {@code prefix/}. */
  public AgentState part(String prefix) {
    AgentState part = new AgentState();
    String start = prefix + "/";
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(start)) {
            part.add(name.substring(start.length()), array);
          }
        });
    return part;
  }

  /** Returns a copy of floats. */
  public float[] floats(String name) {
    return get(name, float[].class).clone();
  }

  /** Returns a copy of doubles. */
  public double[] doubles(String name) {
    return get(name, double[].class).clone();
  }

  /** Returns a copy of whole numbers. */
  public long[] longs(String name) {
    return get(name, long[].class).clone();
  }

  /** Returns a copy of bytes. */
  public byte[] bytes(String name) {
    return get(name, byte[].class).clone();
  }

  /** Returns a single whole number. */
  public long number(String name) {
    return get(name, long[].class)[0];
  }

  /** Returns a single double. */
  public double real(String name) {
    return get(name, double[].class)[0];
  }

  /** Returns all names, in alphabetical order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(arrays.keySet()));
  }

  /**
   * Returns the array of a name: {@code float[]}, {@code double[]}, {@code long[]}, {@code byte[]}.
   */
  Object array(String name) {
    return get(name, Object.class);
  }

  private AgentState add(String name, Object values) {
    if (arrays.put(name, values) != null) {
      throw new IllegalArgumentException("The state has two entries named " + name + ".");
    }
    return this;
  }

  private <T> T get(String name, Class<T> type) {
    Object array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "The saved state has no entry " + name + ". Maybe it is of another agent?");
    }
    if (!type.isInstance(array)) {
      throw new IllegalArgumentException(
          "The entry "
              + name
              + " of the saved state is "
              + array.getClass().getSimpleName()
              + " instead of "
              + type.getSimpleName()
              + ".");
    }
    return type.cast(array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AgentState that
        && arrays.keySet().equals(that.arrays.keySet())
        && arrays.keySet().stream()
            .allMatch(
                name -> java.util.Objects.deepEquals(arrays.get(name), that.arrays.get(name)));
  }

  @Override
  public int hashCode() {
    return arrays.keySet().hashCode();
  }
}
