package org.arbit.env;

/**
 * The set of values that an action or an observation can take. Immutable, equal by value, and
 * representable as JSON and as a flat vector.
 *
 * @param <T> the type of a value: Integer, int[], float[] or Map
 */
public sealed interface Space<T> permits Discrete, MultiDiscrete, Box, Dict {

  /** Whether {@code value} belongs to the space. */
  boolean contains(T value);

  /** Returns a value drawn uniformly. */
  T sample(SeededRandom random);

  /** Returns the length of {@link #flatten}: one-hot for discrete parts. */
  int flatSize();

  /**
   * Returns {@code value} as a vector of {@link #flatSize()} numbers.
   *
   * @throws IllegalArgumentException if the value does not belong to the space
   */
  float[] flatten(T value);

  /**
   * Returns the value that {@link #flatten} has made a vector of.
   *
   * @throws IllegalArgumentException if the vector is no such one
   */
  T unflatten(float[] vector);

  /** Returns the space as a JSON object with a {@code type}. */
  default String toJson() {
    return SpaceJson.write(this);
  }

  /**
   * Returns the space that {@link #toJson()} has written.
   *
   * @throws IllegalArgumentException if the text is no space
   */
  static Space<?> fromJson(String json) {
    return SpaceJson.read(json);
  }
}
