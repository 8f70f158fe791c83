package org.arbit.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers the infos of the environments of a vector into arrays by key. Beside each array {@code
 * key} stands {@code _key}, true for the environments that gave a value: {@code int[]}, {@code
 * long[]}, {@code double[]} or {@code boolean[]} for numbers and truth values, otherwise {@code
 * Object[]}.
 */
final class VectorInfos {

  private final int size;
  private final Map<String, Object> arrays = new LinkedHashMap<>();

  VectorInfos(int size) {
    this.size = size;
  }

  void add(int index, Map<String, Object> info) {
    info.forEach((key, value) -> put(index, key, value));
  }

  Map<String, Object> toMap() {
    return Collections.unmodifiableMap(arrays);
  }

  private void put(int index, String key, Object value) {
    Object array = arrays.computeIfAbsent(key, k -> newArray(value));
    boolean[] holds = (boolean[]) arrays.computeIfAbsent("_" + key, k -> new boolean[size]);
    holds[index] = true;
    if (array instanceof int[] ints && value instanceof Integer number) {
      ints[index] = number;
    } else if (array instanceof long[] longs && value instanceof Long number) {
      longs[index] = number;
    } else if (array instanceof double[] doubles && value instanceof Double number) {
      doubles[index] = number;
    } else if (array instanceof boolean[] flags && value instanceof Boolean flag) {
      flags[index] = flag;
    } else if (array instanceof Object[] objects) {
      objects[index] = value;
    } else {
      throw new IllegalArgumentException(
          "The info "
              + key
              + " of environment "
              + index
              + " is a "
              + value.getClass().getSimpleName()
              + ", but those before it are in a "
              + array.getClass().getSimpleName()
              + "; a key has one type.");
    }
  }

  private Object newArray(Object value) {
    if (value instanceof Integer) {
      return new int[size];
    }
    if (value instanceof Long) {
      return new long[size];
    }
    if (value instanceof Double) {
      return new double[size];
    }
    return value instanceof Boolean ? new boolean[size] : new Object[size];
  }
}
