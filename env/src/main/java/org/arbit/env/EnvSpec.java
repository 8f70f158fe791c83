package org.arbit.env;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an environment was made from: enough to make an equal one from the same network and data.
 *
 * @param id {@code Name-v1} or {@code namespace/Name-v1}
 * @param parameters the settings by name, in alphabetical order: strings, whole numbers (as Long),
 *     other numbers (as Double), truth values, lists and maps of these
 * @param renderModes what {@code render} can do: any of {@code ansi}, {@code html}, {@code human}
 */
public record EnvSpec(String id, Map<String, Object> parameters, List<String> renderModes) {

  private static final Pattern ID = Pattern.compile("(?:([\\w:-]+)/)?([\\w:.-]+)-v(\\d{1,6})");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Copies the parameters deeply.
   *
   * @throws IllegalArgumentException if the id does not fit the grammar, or a parameter is of
   *     another type
   */
  public EnvSpec {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "The id \""
              + id
              + "\" of an environment does not have the form Name-v1 or "
              + "namespace/Name-v1. Maybe \""
              + id
              + "-v1\"?");
    }
    parameters = copy(parameters);
    renderModes = List.copyOf(renderModes);
  }

  /** Returns the specification of an environment without parameters that does not render. */
  public static EnvSpec of(String id) {
    return new EnvSpec(id, Map.of(), List.of());
  }

  /** Returns the id without its version. */
  public String name() {
    return id.substring(0, id.lastIndexOf("-v"));
  }

  /** Returns the version. */
  public int version() {
    Matcher matcher = ID.matcher(id);
    return matcher.matches() ? Integer.parseInt(matcher.group(3)) : 0;
  }

  /** Returns the specification with further parameters, or other values for them. */
  public EnvSpec with(Map<String, ?> overrides) {
    Map<String, Object> merged = new TreeMap<>(parameters);
    merged.putAll(overrides);
    return new EnvSpec(id, merged, renderModes);
  }

  /** Returns the specification as a JSON object. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(
          new TreeMap<>(Map.of("id", id, "parameters", parameters, "renderModes", renderModes)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The parameters of " + id + " cannot be written.", e);
    }
  }

  /**
   * Returns the specification that {@link #toJson()} has written.
   *
   * @throws IllegalArgumentException if the text is no specification
   */
  public static EnvSpec fromJson(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (!node.path("id").isTextual() || !node.path("parameters").isObject()) {
        throw new IllegalArgumentException(
            "The specification of an environment is a JSON object with an id and parameters.");
      }
      Map<String, Object> parameters = new TreeMap<>();
      node.get("parameters")
          .properties()
          .forEach(
              e -> parameters.put(e.getKey(), MAPPER.convertValue(e.getValue(), Object.class)));
      List<String> modes = new ArrayList<>();
      node.path("renderModes").forEach(mode -> modes.add(mode.asText()));
      return new EnvSpec(node.get("id").asText(), parameters, modes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The text is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new TreeMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value(String.valueOf(key), value)));
    return Collections.unmodifiableMap(copy);
  }

  /** Whole numbers become Long and others Double, so that JSON gives back an equal value. */
  private static Object value(String name, @Nullable Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(entry -> value(name, entry)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    throw new IllegalArgumentException(
        "The parameter "
            + name
            + " is "
            + (value == null ? "null" : "a " + value.getClass().getSimpleName())
            + ", but must be a string, a number, true or false, or a list or map of these.");
  }
}
