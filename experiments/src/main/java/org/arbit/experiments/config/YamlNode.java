package org.arbit.experiments.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A YAML value that remembers where it stood, so that errors can say it. Built from tokens, because
 * Jackson's own trees forget their lines.
 */
sealed interface YamlNode {

  /** Where it stood, such as {@code line 3} or {@code --set seed=x}. */
  String place();

  /** Returns it in one line, as in {@code [1, 2]}. */
  String asText();

  /**
   * A value without parts.
   *
   * @param text as it was written
   * @param isNull whether it is the null of YAML
   * @param isText whether it is neither a number nor a truth value
   */
  record Scalar(String text, boolean isNull, boolean isText, String place) implements YamlNode {

    @Override
    public String asText() {
      return text;
    }
  }

  /** A sequence. */
  record Sequence(List<YamlNode> items, String place) implements YamlNode {

    @Override
    public String asText() {
      return items.stream().map(YamlNode::asText).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** A mapping; the order of the file is kept. */
  record Mapping(Map<String, YamlNode> entries, String place) implements YamlNode {

    @Override
    public String asText() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().asText())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /**
   * Parses one YAML document.
   *
   * @param text the document; an empty one is an empty mapping
   * @param place fixed description of the place, or empty for {@code line N}
   * @throws ConfigException if it is no YAML, or repeats a key
   */
  static YamlNode parse(String text, String place) {
    YAMLFactory factory =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Mapping(Map.of(), place);
      }
      YamlNode node = parse(parser, place);
      if (parser.nextToken() != null) {
        throw new ConfigException(
            List.of(new Problem("", "There is a second YAML document; only one is allowed.")));
      }
      return node;
    } catch (JsonProcessingException e) {
      String where =
          place.isEmpty() && e.getLocation() != null ? line(e.getLocation().getLineNr()) : place;
      String reason = e.getOriginalMessage().lines().findFirst().orElse("malformed");
      throw new ConfigException(
          List.of(
              new Problem(
                  "",
                  "No valid YAML" + (where.isEmpty() ? "" : " (" + where + ")") + ": " + reason)));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from a text does not fail.", e);
    }
  }

  private static YamlNode parse(JsonParser parser, String place) throws IOException {
    String here = place.isEmpty() ? line(parser.currentTokenLocation().getLineNr()) : place;
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, YamlNode> entries = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        entries.put(key, parse(parser, place));
      }
      return new Mapping(entries, here);
    }
    if (token == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(parse(parser, place));
      }
      return new Sequence(items, here);
    }
    boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL;
    return new Scalar(parser.getText(), token == JsonToken.VALUE_NULL, isText, here);
  }

  private static String line(int number) {
    return "line " + number;
  }
}
