package org.arbit.supernet.frozen;

import java.util.Map;

/** Looks up parameters that a network cannot do without. */
final class Required {

  private Required() {}

  /**
   * Returns the parameter of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static float[] parameter(Map<String, float[]> parameters, String name) {
    float[] values = parameters.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "The super-network has no parameter '" + name + "'; there are " + parameters.keySet());
    }
    return values;
  }
}
