package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.arbit.env.RenderMode;
import org.arbit.supernet.spi.Names;
import org.jspecify.annotations.Nullable;

/**
 * The settings as parameters of a specification, and back. Names are those of {@link
 * AllocationConfig}: {@code rewards} (a list of names, or of maps with {@code name} and {@code
 * weight}), {@code observations}, {@code lambda} (a number, or a list of two), {@code budget} (the
 * same), {@code softBudget}, {@code cost} (a name, or a map with {@code name} and the options of
 * the model), {@code maskedActions} ({@code error}, {@code clamp} or {@code penalty}), {@code
 * rollouts}, {@code batch}, {@code renderMode} ({@code none}, {@code ansi}, {@code html} or {@code
 * human}).
 */
public final class AllocationParameters {

  private static final String NAME = "name";
  private static final List<String> KNOWN =
      List.of(
          "rewards",
          "observations",
          "lambda",
          "budget",
          "softBudget",
          "cost",
          "maskedActions",
          "rollouts",
          "batch",
          "renderMode");

  private final Map<String, ?> parameters;
  private final List<String> violations = new ArrayList<>();
  private AllocationConfig config = AllocationConfig.defaults();

  private AllocationParameters(Map<String, ?> parameters) {
    this.parameters = parameters;
  }

  /** Returns the settings as parameters; absent ones are left out. */
  public static Map<String, Object> write(AllocationConfig config) {
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put(
        "rewards",
        config.rewards().stream()
            .map(term -> Map.of(NAME, term.name(), "weight", term.weight()))
            .toList());
    parameters.put("observations", config.observations());
    parameters.put("lambda", range(config.lambda()));
    if (config.budget() != null) {
      parameters.put("budget", budget(config.budget()));
    }
    if (config.softBudget() != null) {
      parameters.put("softBudget", config.softBudget());
    }
    parameters.put("cost", cost(config.cost()));
    parameters.put("maskedActions", lower(config.maskedActions()));
    parameters.put("rollouts", config.rollouts());
    parameters.put("batch", config.batch());
    parameters.put("renderMode", lower(config.renderMode()));
    return parameters;
  }

  /**
   * Returns the defaults, changed by the given parameters.
   *
   * @throws IllegalArgumentException with all violations, a line each
   */
  public static AllocationConfig read(Map<String, ?> parameters) {
    return new AllocationParameters(parameters).read();
  }

  private AllocationConfig read() {
    for (String name : new TreeMap<>(parameters).keySet()) {
      if (!KNOWN.contains(name)) {
        violations.add(Names.unknown("parameter", name, KNOWN));
      }
    }
    take("rewards", value -> config = config.withRewards(terms(value)));
    take("observations", value -> config = config.withObservations(strings(value)));
    take("lambda", value -> config = config.withLambda(range(value)));
    take("budget", value -> config = config.withBudget(budget(value)));
    take("softBudget", value -> config = config.withSoftBudget(wholeNumber(value)));
    take("cost", value -> config = config.withCost(cost(value)));
    take(
        "maskedActions",
        value -> config = config.withMaskedActions(oneOf(MaskedActions.class, value)));
    take("rollouts", value -> config = config.withRollouts(smallNumber(value)));
    take("batch", value -> config = config.withBatch(smallNumber(value)));
    take("renderMode", value -> config = config.withRenderMode(oneOf(RenderMode.class, value)));
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), violations));
    }
    return config;
  }

  /** Collects the violation of a parameter and goes on with the next one. */
  private void take(String name, Consumer<Object> setting) {
    Object value = parameters.get(name);
    if (value == null) {
      return;
    }
    try {
      setting.accept(value);
    } catch (IllegalArgumentException e) {
      violations.add("Parameter " + name + ": " + e.getMessage());
    }
  }

  private static List<AllocationConfig.Weighted> terms(Object value) {
    List<AllocationConfig.Weighted> terms = new ArrayList<>();
    for (Object term : list(value)) {
      if (term instanceof Map<?, ?> map) {
        Object weight = map.get("weight");
        terms.add(
            new AllocationConfig.Weighted(
                string(map.get(NAME)), weight == null ? 1 : number(weight)));
      } else {
        terms.add(new AllocationConfig.Weighted(string(term), 1));
      }
    }
    return terms;
  }

  private static Object range(Range range) {
    return range.isFixed() ? (Object) range.low() : List.of(range.low(), range.high());
  }

  private static Range range(Object value) {
    if (value instanceof List<?> list && list.size() == 2) {
      return new Range(number(list.get(0)), number(list.get(1)));
    }
    return Range.fixed(number(value));
  }

  private static Object budget(BudgetRange range) {
    return range.low() == range.high() ? (Object) range.low() : List.of(range.low(), range.high());
  }

  private static BudgetRange budget(Object value) {
    if (value instanceof List<?> list && list.size() == 2) {
      return new BudgetRange(wholeNumber(list.get(0)), wholeNumber(list.get(1)));
    }
    return BudgetRange.fixed(wholeNumber(value));
  }

  private static Object cost(CostSetting cost) {
    if (cost.options().isEmpty()) {
      return cost.name();
    }
    Map<String, String> map = new TreeMap<>(cost.options());
    map.put(NAME, cost.name());
    return map;
  }

  private static CostSetting cost(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return new CostSetting(string(value), Map.of());
    }
    Map<String, String> options = new TreeMap<>();
    map.forEach((option, plain) -> options.put(string(option), text(plain)));
    String name = options.remove(NAME);
    if (name == null) {
      throw new IllegalArgumentException(
          "The map " + map + " has no \"name\" of a cost model. Maybe \"bitops\"?");
    }
    return new CostSetting(name, options);
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, Object value) {
    String name = string(value);
    E[] constants = Objects.requireNonNull(type.getEnumConstants());
    for (E constant : constants) {
      if (lower(constant).equals(name)) {
        return constant;
      }
    }
    List<String> names = Arrays.stream(constants).map(AllocationParameters::lower).toList();
    throw new IllegalArgumentException(Names.unknown("value", name, names));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(value, "a list");
  }

  private static String[] strings(Object value) {
    return list(value).stream().map(AllocationParameters::string).toArray(String[]::new);
  }

  private static String string(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(value, "a string");
  }

  /** Returns the text of an option, for which YAML may have taken a number. */
  private static String text(@Nullable Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    return string(value);
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(value, "a number");
  }

  private static long wholeNumber(@Nullable Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return number.longValue();
    }
    throw wrong(value, "a whole number");
  }

  private static int smallNumber(Object value) {
    return Math.toIntExact(wholeNumber(value));
  }

  private static IllegalArgumentException wrong(@Nullable Object value, String wanted) {
    return new IllegalArgumentException("The value is " + value + ", but must be " + wanted + ".");
  }
}
