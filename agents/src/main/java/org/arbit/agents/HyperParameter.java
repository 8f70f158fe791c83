package org.arbit.agents;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.arbit.supernet.spi.Names;

/**
 * One typed setting of an agent.
 *
 * @param name in camel case
 * @param kind its type
 * @param standard the default: Long, Double, Boolean or String by kind
 * @param least smallest allowed number, inclusive
 * @param greatest largest allowed number, inclusive
 * @param choices the allowed words
 * @param meaning one line, with unit
 */
public record HyperParameter(
    String name,
    Kind kind,
    Object standard,
    double least,
    double greatest,
    List<String> choices,
    String meaning) {

  /** The type of a value. */
  public enum Kind {
    /** A whole number, held as Long. */
    INTEGER,
    /** A number, held as Double. */
    REAL,
    /** True or false. */
    FLAG,
    /** One of some words. */
    CHOICE
  }

  /** Checks that the default is allowed. */
  public HyperParameter {
    choices = List.copyOf(choices);
    standard =
        convert(name, kind, least, greatest, choices, standard)
            .value()
            .orElseThrow(() -> new IllegalArgumentException("The default of " + name));
  }

  /** A whole number in [least, greatest]. */
  public static HyperParameter integer(
      String name, long standard, long least, long greatest, String meaning) {
    return new HyperParameter(name, Kind.INTEGER, standard, least, greatest, List.of(), meaning);
  }

  /** A number in [least, greatest]. */
  public static HyperParameter real(
      String name, double standard, double least, double greatest, String meaning) {
    return new HyperParameter(name, Kind.REAL, standard, least, greatest, List.of(), meaning);
  }

  /** True or false. */
  public static HyperParameter flag(String name, boolean standard, String meaning) {
    return new HyperParameter(name, Kind.FLAG, standard, 0, 1, List.of(), meaning);
  }

  /** One of some words; the first is the default. */
  public static HyperParameter choice(String name, List<String> choices, String meaning) {
    return new HyperParameter(name, Kind.CHOICE, choices.get(0), 0, 0, choices, meaning);
  }

  /** Returns what is allowed, for messages and lists. */
  public String allowed() {
    return allowed(kind, least, greatest, choices);
  }

  /**
   * Returns {@code given} as the type of this setting; text is read.
   *
   * @throws IllegalArgumentException if it is of another type or out of range
   */
  public Object parse(Object given) {
    Conversion conversion = convert(name, kind, least, greatest, choices, given);
    return conversion.value().orElseThrow(() -> new IllegalArgumentException(conversion.problem()));
  }

  private record Conversion(Optional<Object> value, String problem) {}

  private static Conversion convert(
      String name, Kind kind, double least, double greatest, List<String> choices, Object given) {
    String text = String.valueOf(given).trim();
    Optional<Object> value =
        switch (kind) {
          case INTEGER ->
              number(text).filter(v -> v == Math.rint(v)).map(v -> (Object) v.longValue());
          case REAL -> number(text).map(v -> (Object) v);
          case FLAG ->
              text.equals("true") || text.equals("false")
                  ? Optional.of(Boolean.valueOf(text))
                  : Optional.empty();
          case CHOICE -> choices.contains(text) ? Optional.of(text) : Optional.empty();
        };
    if (kind == Kind.INTEGER || kind == Kind.REAL) {
      value =
          value.filter(
              v -> ((Number) v).doubleValue() >= least && ((Number) v).doubleValue() <= greatest);
    }
    String maybe =
        kind == Kind.CHOICE
            ? Names.nearest(text, choices).map(n -> " Maybe " + n + "?").orElse("")
            : "";
    return new Conversion(
        value,
        "The hyper-parameter "
            + name
            + " is "
            + text
            + ", but must be "
            + allowed(kind, least, greatest, choices)
            + "."
            + maybe);
  }

  private static String allowed(Kind kind, double least, double greatest, List<String> choices) {
    return switch (kind) {
      case INTEGER -> String.format(Locale.ROOT, "a whole number in %.0f..%.0f", least, greatest);
      case REAL -> "a number in [" + least + ", " + greatest + "]";
      case FLAG -> "true or false";
      case CHOICE -> "one of " + String.join(", ", choices);
    };
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text)).filter(v -> !v.isNaN());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
