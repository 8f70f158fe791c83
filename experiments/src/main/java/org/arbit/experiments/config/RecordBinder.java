package org.arbit.experiments.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;
import org.jspecify.annotations.Nullable;

/**
 * Turns YAML into records. A component may be a whole or real number, a boolean, a text, an enum,
 * another record, a list of these, a map from text to these, or any plain value; a boxed or text
 * component may be {@code null}. What the YAML leaves out keeps the value it has in the default
 * record.
 */
final class RecordBinder {

  /** Between the parts of a key such as {@code agents[1].name}. */
  private static final Pattern PARTS = Pattern.compile("[.\\[\\]]+");

  private final Problems problems = new Problems();

  /**
   * Returns the record, with defaults for what is wrong, and adds what that is: first what cannot
   * be bound, then what {@code check} finds in the rest.
   */
  <T extends Record> T bind(
      YamlNode root, T defaults, ConfigCheck<? super T> check, List<Problem> wrong) {
    T bound = record(root, "", defaults);
    List<Problem> unbound = problems.found();
    wrong.addAll(unbound);
    for (Problem problem : check.problems(bound)) {
      if (unbound.stream()
          .noneMatch(o -> covers(o.key(), problem.key()) || isMeant(o, problem.key()))) {
        wrong.add(new Problem(problem.key(), problem.message() + place(root, problem.key())));
      }
    }
    return bound;
  }

  /** What was not bound has its default, of which nothing need be said. */
  private static boolean covers(String wrong, String key) {
    return wrong.isEmpty() || key.equals(wrong) || key.startsWith(wrong + ".");
  }

  /** Whether an unknown setting is told to be a slip for this one. */
  private static boolean isMeant(Problem unknown, String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return unknown.message().contains("Maybe \"" + last + "\"?");
  }

  /** Returns where a setting stands, or the innermost part of its key that is given. */
  private static String place(YamlNode root, String key) {
    YamlNode node = root;
    for (String part : PARTS.split(key)) {
      if (node instanceof YamlNode.Mapping mapping && mapping.entries().containsKey(part)) {
        node = mapping.entries().get(part);
      } else if (node instanceof YamlNode.Sequence sequence
          && part.matches("[0-9]{1,6}")
          && Integer.parseInt(part) < sequence.items().size()) {
        node = sequence.items().get(Integer.parseInt(part));
      } else {
        break;
      }
    }
    return node == root ? "" : " (" + node.place() + ")";
  }

  private <T extends Record> T record(YamlNode node, String path, T defaults) {
    if (node instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      return defaults;
    }
    if (!(node instanceof YamlNode.Mapping mapping)) {
      wrongType(node, path, "a mapping of settings");
      return defaults;
    }
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    reportUnknown(mapping, path, components);
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      Object fallback = get(components[i], defaults);
      YamlNode value = mapping.entries().get(name);
      arguments[i] =
          value == null
              ? fallback
              : value(value, join(path, name), components[i].getGenericType(), fallback);
    }
    return construct(mapping, path, defaults, components, arguments);
  }

  private void reportUnknown(YamlNode.Mapping mapping, String path, RecordComponent[] components) {
    List<String> known = names(components);
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                problems.add(
                    join(path, key),
                    Names.unknown("setting", key, known) + " (" + value.place() + ")");
              }
            });
  }

  /** Returns the names of the settings of a record. */
  static List<String> names(Record record) {
    return names(record.getClass().getRecordComponents());
  }

  private static List<String> names(RecordComponent[] components) {
    return Arrays.stream(components).map(RecordComponent::getName).toList();
  }

  @SuppressWarnings("unchecked") // the class of a record of type T constructs a T
  private <T extends Record> T construct(
      YamlNode.Mapping mapping,
      String path,
      T defaults,
      RecordComponent[] components,
      @Nullable Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (T) constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException invalid) {
        return repaired(mapping, path, defaults, components, arguments, invalid.problems());
      }
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof InvalidInputException) {
        problems.add(path, e.getCause().getMessage() + " (" + mapping.place() + ")");
        return defaults;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds what is wrong, and returns the record with defaults for that alone where it can be. */
  private <T extends Record> T repaired(
      YamlNode.Mapping mapping,
      String path,
      T defaults,
      RecordComponent[] components,
      @Nullable Object[] arguments,
      List<Problem> wrong) {
    boolean changed = false;
    for (Problem problem : wrong) {
      if (problems.found().stream().anyMatch(p -> covers(p.key(), problem.under(path).key()))) {
        // What could not be read has its default, which may contradict the rest.
        continue;
      }
      YamlNode culprit = mapping.entries().get(problem.key());
      String place = culprit == null ? "" : " (" + culprit.place() + ")";
      problems.add(problem.under(path).key(), problem.message() + place);
      for (int i = 0; i < components.length; i++) {
        if (culprit != null && components[i].getName().equals(problem.key())) {
          Object standard = get(components[i], defaults);
          changed |= !Objects.equals(arguments[i], standard);
          arguments[i] = standard;
        }
      }
    }
    return changed ? construct(mapping, path, defaults, components, arguments) : defaults;
  }

  private @Nullable Object value(YamlNode node, String path, Type type, @Nullable Object fallback) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(node, path, generic.getActualTypeArguments()[0], fallback)
          : map(node, path, generic.getActualTypeArguments()[1], fallback);
    }
    if (fallback instanceof Record defaults) {
      return record(node, path, defaults);
    }
    if (type == Object.class) {
      return plain(node);
    }
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar(scalar, path, (Class<?>) type, fallback);
    }
    wrongType(node, path, describe((Class<?>) type));
    return fallback;
  }

  /** Returns lists, maps, numbers, truth values and texts, as YAML's own rules tell them apart. */
  private static Object plain(YamlNode node) {
    if (node instanceof YamlNode.Sequence sequence) {
      return sequence.items().stream().map(RecordBinder::plain).toList();
    }
    if (node instanceof YamlNode.Mapping mapping) {
      Map<String, Object> values = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> values.put(key, plain(value)));
      return values;
    }
    YamlNode.Scalar scalar = (YamlNode.Scalar) node;
    return scalar.isText() ? scalar.text() : number(scalar.text());
  }

  /** The same, with the null of YAML as null. */
  static @Nullable Object plainOrNull(YamlNode node) {
    if (node instanceof YamlNode.Sequence sequence) {
      List<@Nullable Object> values = new ArrayList<>();
      sequence.items().forEach(item -> values.add(plainOrNull(item)));
      return values;
    }
    if (node instanceof YamlNode.Mapping mapping) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> values.put(key, plainOrNull(value)));
      return values;
    }
    return node instanceof YamlNode.Scalar scalar && scalar.isNull() ? null : plain(node);
  }

  private static Object number(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    String digits = text.replace("_", "");
    try {
      if (digits.matches("[-+]?[0-9]+")) {
        return Long.parseLong(digits);
      }
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private @Nullable Object list(
      YamlNode node, String path, Type element, @Nullable Object fallback) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      wrongType(node, path, "a list such as [1, 2]");
      return fallback;
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      values.add(value(item, path + "[" + values.size() + "]", element, prototype(element)));
    }
    return values.contains(null) ? fallback : values;
  }

  private @Nullable Object map(
      YamlNode node, String path, Type element, @Nullable Object fallback) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      wrongType(node, path, "a mapping of settings");
      return fallback;
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, item) ->
                values.put(key, value(item, join(path, key), element, prototype(element))));
    return values.containsValue(null) ? fallback : values;
  }

  private @Nullable Object scalar(
      YamlNode.Scalar scalar, String path, Class<?> type, @Nullable Object fallback) {
    if (scalar.isNull() && !type.isPrimitive()) {
      return null;
    }
    try {
      if (type == String.class) {
        return scalar.text();
      } else if (type == int.class || type == Integer.class) {
        return Integer.parseInt(scalar.text().replace("_", ""));
      } else if (type == long.class || type == Long.class) {
        return Long.parseLong(scalar.text().replace("_", ""));
      } else if (type == double.class || type == Double.class) {
        return Double.parseDouble(scalar.text().replace("_", ""));
      } else if (type == boolean.class || type == Boolean.class) {
        if (scalar.text().equals("true") || scalar.text().equals("false")) {
          return scalar.text().equals("true");
        }
      } else if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          if (text((Enum<?>) constant).equals(scalar.text())) {
            return constant;
          }
        }
      }
    } catch (NumberFormatException e) {
      // reported below, like every other text that is no value of the type
    }
    wrongType(scalar, path, describe(type));
    return fallback;
  }

  private void wrongType(YamlNode node, String path, String expected) {
    String found =
        node instanceof YamlNode.Scalar s
            ? "\"" + s.text() + "\""
            : "a " + (node instanceof YamlNode.Sequence ? "list" : "mapping");
    problems.add(path, found + " is not " + expected + " (" + node.place() + ")");
  }

  private static String describe(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of "
          + String.join(
              ", ", Arrays.stream(type.getEnumConstants()).map(c -> text((Enum<?>) c)).toList());
    }
    return "a text";
  }

  /** Returns the form of a constant in YAML, such as {@code very-fast}. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the defaults of a record that stands in a list or map: its static {@code defaults()}.
   */
  private static @Nullable Object prototype(Type type) {
    if (type instanceof Class<?> raw && raw.isRecord()) {
      try {
        return raw.getMethod("defaults").invoke(null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(raw + " needs a static method defaults().", e);
      }
    }
    return null;
  }

  private static @Nullable Object get(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
