package org.arbit.agents.nn;

/** Rounding of small floats without a branch, so that loops over it vectorise. */
final class Rounding {

  /** 1.5 x 2^23: adding it leaves no room for a fraction, which is rounded half to even. */
  private static final float MAGIC = 12582912f;

  private Rounding() {}

  /** Returns the nearest whole number, half to even; exact for |value| below 2^22. */
  static float halfToEven(float value) {
    return (value + MAGIC) - MAGIC;
  }
}
