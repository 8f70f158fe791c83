package org.arbit.env.rl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Masks as RL4J's arrays, and the choices they leave. */
final class Masks {

  private Masks() {}

  static float[] toFloats(boolean[] mask) {
    float[] floats = new float[mask.length];
    for (int k = 0; k < mask.length; k++) {
      floats[k] = mask[k] ? 1 : 0;
    }
    return floats;
  }

  /**
   * Returns the valid action with the greatest value; the first where there are several.
   *
   * @throws IllegalArgumentException if the lengths differ or nothing is valid
   */
  static int argmax(INDArray values, INDArray mask) {
    if (values.length() != mask.length()) {
      throw new IllegalArgumentException(
          "There are " + values.length() + " values for a mask of " + mask.length() + " actions.");
    }
    int actions = (int) values.length();
    return argmax(values.toDoubleVector(), mask.toDoubleVector(), 0, actions);
  }

  /**
   * Returns the valid action with the greatest value among {@code actions} that begin at {@code
   * from} in both arrays; the first where there are several.
   *
   * @throws IllegalArgumentException if nothing is valid
   */
  static int argmax(double[] values, double[] mask, int from, int actions) {
    int best = -1;
    for (int a = 0; a < actions; a++) {
      if (mask[from + a] != 0 && (best < 0 || values[from + a] > values[from + best])) {
        best = a;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("The mask leaves none of the actions.");
    }
    return best;
  }
}
