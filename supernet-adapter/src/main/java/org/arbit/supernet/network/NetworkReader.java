package org.arbit.supernet.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions as plain values, which is what YAML and JSON files hold: the name of a network, or a
 * mapping such as
 *
 * <pre>{@code
 * name: small
 * stem: {channels: 8}
 * shortcut: projection
 * stages:
 *   - {block: residual, blocks: 2, channels: 16, kernel: 3, stride: 2, pool: max}
 *   - {block: dense, channels: 32}
 * exits: [0]
 * exitLoss: 0.3
 * exitGrid: 2
 * }</pre>
 *
 * <p>{@code base: resnet8} takes whatever is left out from a network that has a name.
 */
public final class NetworkReader {

  private static final List<String> KEYS =
      List.of("name", "base", "stem", "shortcut", "stages", "exits", "exitLoss", "exitGrid");
  private static final List<String> STEM_KEYS = List.of("channels", "kernel", "stride");
  private static final List<String> STAGE_KEYS =
      List.of("block", "blocks", "channels", "kernel", "stride", "pool");

  private final List<String> problems = new ArrayList<>();

  private NetworkReader() {}

  /**
   * Reads a description.
   *
   * @param plain a text, or a map of texts, numbers, lists and maps
   * @param width channels of the stem where a network is given by name
   * @throws InvalidInputException with a line for everything that is wrong
   */
  public static NetworkDescription read(@Nullable Object plain, int width) {
    if (plain instanceof String name) {
      return Networks.named(name, width);
    }
    NetworkReader reader = new NetworkReader();
    NetworkDescription read = reader.description(plain, width);
    if (read == null) {
      throw new InvalidInputException(String.join("\n", reader.problems));
    }
    return read;
  }

  /** Returns a description as plain values: the name alone where that says everything. */
  public static Object write(NetworkDescription network) {
    if (Networks.names().contains(network.name())
        && Networks.named(network.name(), network.width()).equals(network)) {
      return network.name();
    }
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", network.name());
    Map<String, Object> stem = new LinkedHashMap<>();
    stem.put("channels", network.stem().channels());
    stem.put("kernel", network.stem().kernel());
    stem.put("stride", network.stem().stride());
    plain.put("stem", stem);
    plain.put("shortcut", NetworkDescription.text(network.shortcut()));
    plain.put("stages", network.stages().stream().map(NetworkReader::write).toList());
    plain.put("exits", network.exits().after());
    plain.put("exitLoss", network.exits().loss());
    plain.put("exitGrid", network.exits().grid());
    return plain;
  }

  private static Map<String, Object> write(Stage stage) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("block", NetworkDescription.text(stage.block()));
    plain.put("blocks", stage.blocks());
    plain.put("channels", stage.channels());
    plain.put("kernel", stage.kernel());
    plain.put("stride", stage.stride());
    plain.put("pool", NetworkDescription.text(stage.pool()));
    return plain;
  }

  private @Nullable NetworkDescription description(@Nullable Object plain, int width) {
    Map<?, ?> settings = mapping("The network", plain, KEYS);
    NetworkDescription base = null;
    if (settings.containsKey("base")) {
      base = Networks.named(String.valueOf(settings.get("base")), width);
    }
    String name = text(settings, "name", base == null ? "custom" : base.name());
    Stem stem = stem(settings.get("stem"), base == null ? null : base.stem());
    Shortcut shortcut =
        constant(settings, "", "shortcut", base == null ? Shortcut.PROJECTION : base.shortcut());
    List<Stage> stages = base == null ? List.of() : base.stages();
    if (settings.containsKey("stages")) {
      stages = stages(settings.get("stages"));
    }
    Exits exits =
        new Exits(
            exits(settings.get("exits")),
            number(settings, "exitLoss", Exits.LOSS),
            integer(settings, "", "exitGrid", 1));
    if (!problems.isEmpty()) {
      return null;
    }
    return new NetworkDescription(name, stem, shortcut, stages, exits);
  }

  private Stem stem(@Nullable Object plain, @Nullable Stem base) {
    Map<?, ?> settings = plain == null ? Map.of() : mapping("The network's stem", plain, STEM_KEYS);
    if (base == null && !settings.containsKey("channels")) {
      problems.add("The network's stem.channels is missing. Maybe stem: {channels: 16}?");
    }
    Stem fallback = base == null ? Stem.of(1) : base;
    return new Stem(
        integer(settings, "stem.", "channels", fallback.channels()),
        integer(settings, "stem.", "kernel", fallback.kernel()),
        integer(settings, "stem.", "stride", fallback.stride()));
  }

  private List<Stage> stages(@Nullable Object plain) {
    List<Stage> stages = new ArrayList<>();
    for (Object each : list("stages", plain)) {
      String where = "stages[" + stages.size() + "]";
      Map<?, ?> settings = mapping("The network's " + where, each, STAGE_KEYS);
      for (String key : List.of("block", "channels")) {
        if (!settings.containsKey(key)) {
          problems.add("The network's " + where + "." + key + " is missing.");
        }
      }
      Block block = constant(settings, where + ".", "block", Block.PLAIN);
      stages.add(
          new Stage(
              block,
              integer(settings, where + ".", "blocks", 1),
              integer(settings, where + ".", "channels", 1),
              integer(settings, where + ".", "kernel", block == Block.DENSE ? 1 : 3),
              integer(settings, where + ".", "stride", 1),
              constant(settings, where + ".", "pool", Pool.NONE)));
    }
    return stages;
  }

  private List<Integer> exits(@Nullable Object plain) {
    List<Integer> exits = new ArrayList<>();
    for (Object each : plain == null ? List.of() : list("exits", plain)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("exits", each);
      exits.add(integer(one, "", "exits", 0));
    }
    return exits;
  }

  private Map<?, ?> mapping(String what, @Nullable Object plain, List<String> known) {
    if (!(plain instanceof Map<?, ?> map)) {
      problems.add(what + " is " + plain + ", but must be a mapping of " + known + ".");
      return Map.of();
    }
    for (Object key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        problems.add(what + ": " + Names.unknown("setting", String.valueOf(key), known));
      }
    }
    return map;
  }

  private List<?> list(String what, @Nullable Object plain) {
    if (plain instanceof List<?> list) {
      return list;
    }
    problems.add("The network's " + what + " is " + plain + ", but must be a list.");
    return List.of();
  }

  private String text(Map<?, ?> settings, String key, String fallback) {
    Object found = settings.containsKey(key) ? settings.get(key) : fallback;
    return String.valueOf(found);
  }

  private int integer(Map<?, ?> settings, String where, String key, int fallback) {
    Object found = settings.get(key);
    if (!settings.containsKey(key)) {
      return fallback;
    }
    if (found instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && Math.abs(number.doubleValue()) <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    problems.add("The network's " + where + key + " is " + found + ", but must be a whole number.");
    return fallback;
  }

  private double number(Map<?, ?> settings, String key, double fallback) {
    Object found = settings.get(key);
    if (found instanceof Number number) {
      return number.doubleValue();
    }
    if (settings.containsKey(key)) {
      problems.add("The network's " + key + " is " + found + ", but must be a number.");
    }
    return fallback;
  }

  private <E extends Enum<E>> E constant(Map<?, ?> settings, String where, String key, E fallback) {
    if (!settings.containsKey(key)) {
      return fallback;
    }
    String found = String.valueOf(settings.get(key));
    E[] constants = fallback.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (NetworkDescription.text(constant).equals(found)) {
        return constant;
      }
    }
    problems.add(
        "The network's "
            + where
            + key
            + ": "
            + Names.unknown(
                key, found, Arrays.stream(constants).map(NetworkDescription::text).toList()));
    return fallback;
  }
}
