package org.arbit.experiments;

import org.jspecify.annotations.Nullable;

/** Checks of values that are read from files; each error names the field and the value found. */
final class Checks {

  private Checks() {}

  static void text(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(field + " is missing or empty.");
    }
  }

  static void given(String field, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing.");
    }
  }

  static void range(String field, double value, double least, double greatest) {
    if (!(value >= least && value <= greatest)) {
      throw new IllegalArgumentException(
          field + " is " + value + "; it must be in [" + least + ", " + greatest + "].");
    }
  }
}
