package org.arbit.env;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named parts, in a fixed order. A value is a map with exactly these names.
 *
 * @param parts the space of each part, by name; at least one
 */
public record Dict(Map<String, Space<?>> parts) implements Space<Map<String, Object>> {

  /** Copies the parts and keeps their order. */
  public Dict {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A dictionary space needs at least one part.");
    }
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  @Override
  public boolean contains(Map<String, Object> value) {
    if (!value.keySet().equals(parts.keySet())) {
      return false;
    }
    return parts.entrySet().stream().allMatch(e -> holds(e.getValue(), part(value, e.getKey())));
  }

  /** Draws every part from a generator of its own, so that they are independent of each other. */
  @Override
  public Map<String, Object> sample(SeededRandom random) {
    Map<String, Object> value = new LinkedHashMap<>();
    parts.forEach((name, part) -> value.put(name, part.sample(subRandom(random))));
    return value;
  }

  /**
   * Draws every part, discrete ones only among their valid values.
   *
   * @param masks masks by name, each for a {@link Discrete} part; parts without one are free
   * @throws IllegalArgumentException if a mask names no discrete part or does not fit it
   */
  public Map<String, Object> sample(SeededRandom random, Map<String, boolean[]> masks) {
    for (String name : masks.keySet()) {
      if (!(parts.get(name) instanceof Discrete)) {
        throw new IllegalArgumentException(
            "A mask is given for "
                + name
                + ", which is no discrete part of "
                + parts.keySet()
                + ".");
      }
    }
    Map<String, Object> value = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> {
          SeededRandom sub = subRandom(random);
          boolean[] mask = masks.get(name);
          value.put(
              name,
              mask != null && part instanceof Discrete discrete
                  ? (Object) discrete.sample(sub, mask)
                  : part.sample(sub));
        });
    return value;
  }

  @Override
  public int flatSize() {
    return parts.values().stream().mapToInt(Space::flatSize).sum();
  }

  @Override
  public float[] flatten(Map<String, Object> value) {
    if (!contains(value)) {
      throw new IllegalArgumentException(
          "The value with the parts "
              + value.keySet()
              + " is not in the space of "
              + parts.keySet()
              + ".");
    }
    float[] vector = new float[flatSize()];
    int offset = 0;
    for (Map.Entry<String, Space<?>> entry : parts.entrySet()) {
      float[] flat = flatten(entry.getValue(), part(value, entry.getKey()));
      System.arraycopy(flat, 0, vector, offset, flat.length);
      offset += flat.length;
    }
    return vector;
  }

  @Override
  public Map<String, Object> unflatten(float[] vector) {
    Vectors.checkLength(vector.length, flatSize());
    Map<String, Object> value = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, Space<?>> entry : parts.entrySet()) {
      int size = entry.getValue().flatSize();
      float[] flat = Arrays.copyOfRange(vector, offset, offset + size);
      value.put(entry.getKey(), entry.getValue().unflatten(flat));
      offset += size;
    }
    return value;
  }

  private static SeededRandom subRandom(SeededRandom random) {
    return new SeededRandom(random.nextLong());
  }

  private static Object part(Map<String, Object> value, String name) {
    Object part = value.get(name);
    if (part == null) {
      throw new IllegalArgumentException("The part " + name + " is missing.");
    }
    return part;
  }

  private static boolean holds(Space<?> space, Object value) {
    if (space instanceof Discrete discrete) {
      return value instanceof Integer v && discrete.contains(v);
    }
    if (space instanceof MultiDiscrete multi) {
      return value instanceof int[] v && multi.contains(v);
    }
    if (space instanceof Box box) {
      return value instanceof float[] v && box.contains(v);
    }
    return space instanceof Dict dict && value instanceof Map<?, ?> v && dict.contains(named(v));
  }

  /** Called for values that {@link #holds} has accepted. */
  private static float[] flatten(Space<?> space, Object value) {
    if (space instanceof Discrete discrete) {
      return discrete.flatten((Integer) value);
    }
    if (space instanceof MultiDiscrete multi) {
      return multi.flatten((int[]) value);
    }
    if (space instanceof Box box) {
      return box.flatten((float[]) value);
    }
    return ((Dict) space).flatten(named((Map<?, ?>) value));
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  /** Equal when the parts are equal and in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Dict that
        && parts.equals(that.parts)
        && List.copyOf(parts.keySet()).equals(List.copyOf(that.parts.keySet()));
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }
}
