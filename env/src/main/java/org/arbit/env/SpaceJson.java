package org.arbit.env;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Spaces as JSON. Infinite bounds are the strings {@code -inf} and {@code inf}. */
final class SpaceJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SpaceJson() {}

  static String write(Space<?> space) {
    return node(space).toString();
  }

  static Space<?> read(String json) {
    try {
      return space(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The text is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode node(Space<?> space) {
    ObjectNode node = MAPPER.createObjectNode();
    if (space instanceof Discrete discrete) {
      node.put("type", "discrete").put("n", discrete.n()).put("start", discrete.start());
    } else if (space instanceof MultiDiscrete multi) {
      putInts(node.put("type", "multiDiscrete").putArray("sizes"), multi.sizes());
    } else if (space instanceof Box box) {
      node.put("type", "box");
      putInts(node.putArray("shape"), box.shape());
      ArrayNode low = node.putArray("low");
      ArrayNode high = node.putArray("high");
      for (int k = 0; k < box.size(); k++) {
        putBound(low, box.low(k));
        putBound(high, box.high(k));
      }
    } else if (space instanceof Dict dict) {
      ObjectNode parts = node.put("type", "dict").putObject("parts");
      dict.parts().forEach((name, part) -> parts.set(name, node(part)));
    }
    return node;
  }

  private static Space<?> space(JsonNode node) {
    String type = node.path("type").asText();
    return switch (type) {
      case "discrete" -> new Discrete(node.path("n").asInt(), node.path("start").asInt());
      case "multiDiscrete" -> new MultiDiscrete(ints(node.path("sizes")));
      case "box" ->
          Box.of(bounds(node.path("low")), bounds(node.path("high")), ints(node.path("shape")));
      case "dict" -> {
        Map<String, Space<?>> parts = new LinkedHashMap<>();
        node.path("parts").properties().forEach(e -> parts.put(e.getKey(), space(e.getValue())));
        yield new Dict(parts);
      }
      default ->
          throw new IllegalArgumentException(
              "The type of a space is discrete, multiDiscrete, box or dict, but the JSON has \""
                  + type
                  + "\".");
    };
  }

  private static void putInts(ArrayNode array, int[] values) {
    for (int value : values) {
      array.add(value);
    }
  }

  private static void putBound(ArrayNode array, float bound) {
    if (Float.isInfinite(bound)) {
      array.add(bound < 0 ? "-inf" : "inf");
    } else {
      array.add(bound);
    }
  }

  private static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = node.get(k).asInt();
    }
    return values;
  }

  private static float[] bounds(JsonNode node) {
    float[] values = new float[node.size()];
    for (int k = 0; k < values.length; k++) {
      JsonNode bound = node.get(k);
      values[k] =
          switch (bound.asText()) {
            case "-inf" -> Float.NEGATIVE_INFINITY;
            case "inf" -> Float.POSITIVE_INFINITY;
            default -> bound.isNumber() ? (float) bound.asDouble() : Float.NaN;
          };
    }
    return values;
  }
}
