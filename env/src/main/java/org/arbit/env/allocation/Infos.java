package org.arbit.env.allocation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arrays by key, and beside each its {@code _key}: for which samples it holds. */
final class Infos {

  private final Map<String, Object> arrays = new LinkedHashMap<>();
  private final int size;

  Infos(int size) {
    this.size = size;
  }

  /** Adds an array that holds for every sample. */
  void put(String key, Object array) {
    boolean[] holds = new boolean[size];
    Arrays.fill(holds, true);
    put(key, array, holds);
  }

  /** Adds an array that holds for some samples. */
  void put(String key, Object array, boolean[] holds) {
    arrays.put(key, array);
    arrays.put("_" + key, holds);
  }

  Map<String, Object> toMap() {
    return Collections.unmodifiableMap(arrays);
  }
}
