package org.arbit.agents.nn;

/**
 * Brings every field of an observation to a comparable size: {@code fl(fl(x - offset) * gain)}, in
 * single precision and in this order, then clamped to [-{@link #LIMIT}, {@link #LIMIT}] standard
 * deviations. Immutable.
 */
public final class InputNormaliser {

  /** Steps of the 8-bit input code per standard deviation. */
  static final float CODES_PER_UNIT = 32;

  /** The greatest 8-bit input code; the least is its negative. */
  static final float GREATEST_CODE = 127;

  /** The clamp, in standard deviations: 127 / 32. */
  public static final float LIMIT = GREATEST_CODE / CODES_PER_UNIT;

  private final float[] offset;
  private final float[] gain;

  /**
   * Creates a normaliser.
   *
   * @param offset what is subtracted from each field
   * @param gain what the difference is multiplied with; 0 for a field that says nothing
   * @throws IllegalArgumentException if the lengths differ, or an entry is not finite
   */
  public InputNormaliser(float[] offset, float[] gain) {
    if (offset.length != gain.length) {
      throw new IllegalArgumentException(
          "A normaliser needs one gain per offset, but there are "
              + gain.length
              + " gains and "
              + offset.length
              + " offsets.");
    }
    for (int i = 0; i < offset.length; i++) {
      if (!Float.isFinite(offset[i]) || !Float.isFinite(gain[i])) {
        throw new IllegalArgumentException(
            "Field "
                + i
                + " has offset "
                + offset[i]
                + " and gain "
                + gain[i]
                + "; both must be finite.");
      }
    }
    this.offset = offset.clone();
    this.gain = gain.clone();
  }

  /** Returns the normaliser that changes nothing but the clamp. */
  public static InputNormaliser identity(int fields) {
    float[] ones = new float[fields];
    java.util.Arrays.fill(ones, 1);
    return new InputNormaliser(new float[fields], ones);
  }

  /** Returns the number of fields. */
  public int fields() {
    return offset.length;
  }

  /** Returns a copy of what is subtracted. */
  public float[] offset() {
    return offset.clone();
  }

  /** Returns a copy of what is multiplied with. */
  public float[] gain() {
    return gain.clone();
  }

  /**
   * Writes what the first layer reads: with {@link Precision#INT8} the codes {@code
   * clamp(rint(fl(fl(x - offset) * fl(gain * 32))), -127, 127)}, otherwise the clamped values. A
   * power of two times a gain is exact, so the codes are 32 times the value, rounded half to even.
   *
   * @param observations {@code samples x fields}
   * @param into receives as many
   */
  public void apply(float[] observations, int samples, Precision precision, float[] into) {
    boolean codes = precision == Precision.INT8;
    float unit = codes ? CODES_PER_UNIT : 1;
    float limit = codes ? GREATEST_CODE : LIMIT;
    int fields = offset.length;
    for (int i = 0, at = 0; i < samples; i++) {
      for (int k = 0; k < fields; k++, at++) {
        float value = (observations[at] - offset[k]) * (gain[k] * unit);
        float clamped = Math.max(-limit, Math.min(limit, value));
        into[at] = codes ? Rounding.halfToEven(clamped) : clamped;
      }
    }
  }
}
