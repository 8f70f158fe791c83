package org.arbit.experiments.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a sweep and works out its trials: {@code command}, {@code base}, {@code grid}
 * or {@code random} with {@code trials} and {@code seed}, {@code halving}, and {@code seeds}. Every
 * trial is a valid configuration of its command, or nothing is: the mistakes of all trials are told
 * together, each with its line in the file.
 */
public final class SweepReader {

  private static final int LONGEST_NAME = 80;
  private static final String AGENT = "agent.name";

  private SweepReader() {}

  /**
   * Reads a file.
   *
   * @param overrides settings such as {@code base.agent.steps=1000}, later ones win
   * @throws ConfigException with everything that is wrong; the messages name the file
   */
  public static SweepPlan read(Path file, List<String> overrides) {
    return read(file, overrides, ConfigCheck.none());
  }

  /**
   * Reads a file, and tells together what is wrong by itself and what {@code check} finds in the
   * configurations of the trials.
   *
   * @throws ConfigException with everything that is wrong; the messages name the file
   */
  public static SweepPlan read(Path file, List<String> overrides, ConfigCheck<Record> check) {
    return parse(file.toString(), ConfigReader.text(file), overrides, check);
  }

  /**
   * Reads from a text.
   *
   * @param name of the text in messages; may be empty
   */
  public static SweepPlan parse(String name, String text, List<String> overrides) {
    return parse(name, text, overrides, ConfigCheck.none());
  }

  /** Reads from a text; see {@link #read(Path, List, ConfigCheck)}. */
  public static SweepPlan parse(
      String name, String text, List<String> overrides, ConfigCheck<Record> check) {
    SweepPlan plan =
        ConfigReader.named(name, () -> plan(ConfigReader.overridden(text, overrides), check));
    // From its own text, so that a sweep read again has trials of the same names.
    return plan(YamlNode.parse(plan.yaml(), ""), ConfigCheck.none());
  }

  private static SweepPlan plan(YamlNode root, ConfigCheck<Record> check) {
    List<Problem> problems = new ArrayList<>();
    SweepConfig config =
        new RecordBinder().bind(root, SweepConfig.defaults(), ConfigCheck.none(), problems);
    if (!(root instanceof YamlNode.Mapping top)
        || problems.stream().anyMatch(problem -> problem.key().equals("command"))) {
      throw new ConfigException(problems);
    }
    YamlNode base =
        top.entries().getOrDefault("base", new YamlNode.Mapping(Map.of(), root.place()));
    YamlNode random = top.entries().get("random");
    refuseSeeds(config.command(), "base", base, problems);
    refuseSeeds(config.command(), "grid", top.entries().get("grid"), problems);
    refuseSeeds(config.command(), "random", random, problems);
    SweepSpace space = new SweepSpace(problems);
    List<Map<String, YamlNode>> points =
        random == null
            ? space.grid(top.entries().get("grid"))
            : space.random(random, config.trials(), config.seed());
    List<Trial> trials = new ArrayList<>();
    Set<Problem> wrong = new LinkedHashSet<>(problems);
    for (Map<String, YamlNode> point : points) {
      for (long seed : config.seeds()) {
        List<Problem> found = new ArrayList<>();
        Record bound =
            new RecordBinder()
                .bind(
                    node(base, point, config.command(), seed),
                    config.command().defaults(),
                    check,
                    found);
        wrong.addAll(found);
        trials.add(new Trial(name(trials.size() + 1, point, seed), variant(point), seed, bound));
      }
    }
    if (!wrong.isEmpty()) {
      throw new ConfigException(List.copyOf(wrong));
    }
    HalvingConfig halving = halving(config, top, trials);
    return new SweepPlan(config.command(), trials, halving, yaml(config, top));
  }

  private static @Nullable HalvingConfig halving(
      SweepConfig config, YamlNode.Mapping top, List<Trial> trials) {
    YamlNode node = top.entries().get("halving");
    if (node == null) {
      return null;
    }
    List<Problem> problems =
        HalvingCheck.problems(config.halving(), config.command(), trials).stream()
            .map(p -> new Problem(p.key(), p.message() + " (" + node.place() + ")"))
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config.halving();
  }

  private static YamlNode node(
      YamlNode base, Map<String, YamlNode> point, TrialCommand command, long seed) {
    YamlNode node = base;
    for (Map.Entry<String, YamlNode> choice : point.entrySet()) {
      node = ConfigReader.put(node, choice.getKey(), choice.getValue(), choice.getValue().place());
    }
    YamlNode value = YamlNode.parse(command.seedValue(seed), "seeds");
    return ConfigReader.put(node, command.seedKey(), value, "seeds");
  }

  private static void refuseSeeds(
      TrialCommand command, String place, @Nullable YamlNode node, List<Problem> problems) {
    if (node instanceof YamlNode.Mapping mapping) {
      YamlNode seed = mapping.entries().get(command.seedKey());
      if (seed != null) {
        problems.add(
            new Problem(
                place + "." + command.seedKey(),
                "The seeds of a sweep stand beside its base. Maybe move them to seeds: ["
                    + seed.asText().replaceAll("[\\[\\]]", "")
                    + "]? ("
                    + seed.place()
                    + ")"));
      }
    }
  }

  /** Returns a name that sorts like the trials, and is a name of a file everywhere. */
  private static String name(int number, Map<String, YamlNode> point, long seed) {
    StringBuilder name = new StringBuilder(String.format(Locale.ROOT, "%03d", number));
    point.forEach(
        (key, value) -> {
          name.append('-');
          if (!key.equals(AGENT)) {
            name.append(last(key)).append('-');
          }
          name.append(value.asText());
        });
    String safe = name.toString().replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("-$", "");
    return safe.substring(0, Math.min(safe.length(), LONGEST_NAME)) + "-seed-" + seed;
  }

  /** The agent is already the name of a result; what else was chosen tells results apart. */
  private static String variant(Map<String, YamlNode> point) {
    return point.entrySet().stream()
        .filter(choice -> !choice.getKey().equals(AGENT))
        .map(choice -> shortest(choice.getKey(), point.keySet()) + "=" + choice.getValue().asText())
        .collect(Collectors.joining(", "));
  }

  private static String shortest(String key, Set<String> keys) {
    boolean unique = keys.stream().filter(k -> last(k).equals(last(key))).count() == 1;
    return unique ? last(key) : key;
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String yaml(SweepConfig config, YamlNode.Mapping top) {
    Map<String, @Nullable Object> effective = new LinkedHashMap<>();
    effective.put("command", config.command());
    for (String part : List.of("base", "grid", "random")) {
      YamlNode node = top.entries().get(part);
      if (node != null) {
        effective.put(part, RecordBinder.plainOrNull(node));
      }
    }
    if (top.entries().containsKey("random")) {
      effective.put("trials", config.trials());
      effective.put("seed", config.seed());
    }
    if (top.entries().containsKey("halving")) {
      effective.put("halving", config.halving());
    }
    effective.put("seeds", config.seeds());
    return ConfigReader.toYaml(effective);
  }
}
