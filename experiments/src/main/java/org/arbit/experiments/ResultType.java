package org.arbit.experiments;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the allocation behind a result was found. */
public enum ResultType {
  /** A learned policy. */
  AGENT,
  /** One allocation for all samples. */
  STATIC,
  /** A network that was trained at one bit-width only. */
  DEDICATED,
  /** Bits drawn at random. */
  RANDOM,
  /** Runs at low bits, and again at higher ones when unsure. */
  CASCADE,
  /** A bound that sees the labels. */
  ORACLE;

  /** Returns the name in {@code summary.json}, such as {@code agent}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
