package org.arbit.experiments.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration record from YAML: the defaults, overridden by the file, overridden by
 * {@code key=value} settings. Unknown keys, wrong types and forbidden values are reported together,
 * each with its line, and with the nearest known key.
 */
public final class ConfigReader {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SimpleModule().addSerializer(new EnumText()))
          .build();

  private static final Pattern KEY = Pattern.compile("[^.\\s]+(\\.[^.\\s]+)*");

  private ConfigReader() {}

  /**
   * Reads a file.
   *
   * @param defaults what holds where the file says nothing
   * @param overrides settings such as {@code agent.seed=3}, later ones win
   * @throws ConfigException with everything that is wrong; the messages name the file
   */
  public static <T extends Record> T read(Path file, T defaults, List<String> overrides) {
    return read(file, defaults, overrides, ConfigCheck.none());
  }

  /**
   * Reads a file, and tells together what is wrong by itself and what {@code check} finds.
   *
   * @throws ConfigException with everything that is wrong; the messages name the file
   */
  public static <T extends Record> T read(
      Path file, T defaults, List<String> overrides, ConfigCheck<? super T> check) {
    return parse(file.toString(), text(file), defaults, overrides, check);
  }

  /**
   * Reads those settings of a file that the record knows; others belong to somebody else.
   *
   * @throws ConfigException with everything that is wrong; the messages name the file
   */
  public static <T extends Record> T readPart(Path file, T defaults) {
    return parse(
        file.toString(),
        text(file),
        defaults,
        ConfigCheck.none(),
        root -> {
          Map<String, YamlNode> known = new LinkedHashMap<>();
          if (root instanceof YamlNode.Mapping mapping) {
            known.putAll(mapping.entries());
          }
          known.keySet().retainAll(RecordBinder.names(defaults));
          return new YamlNode.Mapping(known, root.place());
        });
  }

  /**
   * Reads from a text.
   *
   * @param name of the text in messages; may be empty
   * @param text YAML
   */
  public static <T extends Record> T parse(
      String name, String text, T defaults, List<String> overrides) {
    return parse(name, text, defaults, overrides, ConfigCheck.none());
  }

  /** Reads from a text; see {@link #read(Path, Record, List, ConfigCheck)}. */
  public static <T extends Record> T parse(
      String name, String text, T defaults, List<String> overrides, ConfigCheck<? super T> check) {
    return parse(name, text, defaults, check, root -> overridden(root, overrides));
  }

  /** Parses YAML, and puts settings such as {@code agent.seed=3} over it. */
  static YamlNode overridden(String text, List<String> overrides) {
    return overridden(YamlNode.parse(text, ""), overrides);
  }

  private static YamlNode overridden(YamlNode root, List<String> overrides) {
    YamlNode overridden = root;
    List<Problem> wrong = new ArrayList<>();
    for (String override : overrides) {
      try {
        overridden = override(overridden, override);
      } catch (ConfigException e) {
        wrong.addAll(e.problems());
      }
    }
    if (!wrong.isEmpty()) {
      throw new ConfigException(wrong);
    }
    return overridden;
  }

  private static <T extends Record> T parse(
      String name,
      String text,
      T defaults,
      ConfigCheck<? super T> check,
      UnaryOperator<YamlNode> change) {
    return named(
        name,
        () -> {
          List<Problem> wrong = new ArrayList<>();
          T bound =
              new RecordBinder()
                  .bind(change.apply(YamlNode.parse(text, "")), defaults, check, wrong);
          if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
          }
          return bound;
        });
  }

  /** Does {@code reading}; the messages of what is wrong get the name of the text before them. */
  static <T> T named(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ConfigException e) {
      if (name.isEmpty()) {
        throw e;
      }
      throw new ConfigException(
          e.problems().stream().map(p -> new Problem("", name + ": " + p)).toList());
    }
  }

  /** Returns a configuration as YAML, every setting in the order of the record. */
  public static String toYaml(Record config) {
    return write(config);
  }

  /** Returns a mapping as YAML, in its order. */
  static String toYaml(Map<String, @Nullable Object> mapping) {
    return write(mapping);
  }

  private static String write(Object config) {
    try {
      return MAPPER.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Configurations are always writable as YAML.", e);
    }
  }

  /**
   * Returns the content of a file.
   *
   * @throws ConfigException if it is missing, no text in UTF-8, or cannot be read; with its name
   */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw problem("There is no configuration file " + file + ".");
    } catch (CharacterCodingException e) {
      throw problem(file + " is no text in UTF-8.");
    } catch (IOException e) {
      throw problem(file + " cannot be read: " + e.getMessage());
    }
  }

  private static YamlNode override(YamlNode root, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1 || !KEY.matcher(setting.substring(0, equals)).matches()) {
      throw problem(
          "--set "
              + setting
              + " is no setting with a value. Maybe a form such as --set agent.steps=50000 was"
              + " meant?");
    }
    String place = "--set " + setting;
    YamlNode value = YamlNode.parse(setting.substring(equals + 1), place);
    return put(root, setting.substring(0, equals), value, place);
  }

  /** Returns a mapping with a value put under a dotted path. */
  static YamlNode put(YamlNode node, String path, YamlNode value, String place) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    if (node instanceof YamlNode.Mapping mapping) {
      entries.putAll(mapping.entries());
    }
    int dot = path.indexOf('.');
    // A file may have dotted keys, too: the grid of a sweep.
    if (dot < 0 || entries.containsKey(path)) {
      entries.put(path, value);
    } else {
      String key = path.substring(0, dot);
      YamlNode inner = entries.getOrDefault(key, new YamlNode.Mapping(Map.of(), place));
      entries.put(key, put(inner, path.substring(dot + 1), value, place));
    }
    return new YamlNode.Mapping(entries, node.place());
  }

  /** Writes enums as they are read. */
  private static final class EnumText extends StdSerializer<Enum<?>> {

    private static final long serialVersionUID = 1L;

    EnumText() {
      super(Enum.class, false);
    }

    @Override
    public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(RecordBinder.text(value));
    }
  }

  private static ConfigException problem(String message) {
    return new ConfigException(List.of(new Problem("", message)));
  }
}
