package org.arbit.supernet.spi;

/** A part that is chosen by name, such as a reward term or a recipe. */
public interface Named {

  /** Returns the name by which it is asked for: lower case, words joined by hyphens. */
  String name();

  /** Returns one line that says what it is, for lists. */
  String summary();
}
