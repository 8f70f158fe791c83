package org.arbit.experiments.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The combinations of settings that a sweep tries. Mistakes are collected, not thrown. */
final class SweepSpace {

  private static final Set<String> RANGE_KEYS = Set.of("from", "to", "scale");
  private static final int DRAWS_PER_TRIAL = 100;

  private final List<Problem> problems;

  SweepSpace(List<Problem> problems) {
    this.problems = problems;
  }

  /** Returns every combination of a grid, the first key changing slowest; one without choices. */
  List<Map<String, YamlNode>> grid(@Nullable YamlNode grid) {
    List<Map<String, YamlNode>> points = new ArrayList<>();
    points.add(Map.of());
    flatten("grid", grid)
        .forEach(
            (key, node) -> {
              List<Map<String, YamlNode>> longer = new ArrayList<>();
              for (Map<String, YamlNode> point : points) {
                for (YamlNode value : values("grid." + key, node)) {
                  longer.add(with(point, key, value));
                }
              }
              points.clear();
              points.addAll(longer);
            });
    return distinct(points);
  }

  /** Draws combinations, all different; fewer where there are not so many. */
  List<Map<String, YamlNode>> random(@Nullable YamlNode choices, int trials, long seed) {
    Map<String, YamlNode> flat = flatten("random", choices);
    Map<String, SweepRange> ranges = new LinkedHashMap<>();
    Map<String, List<YamlNode>> lists = new LinkedHashMap<>();
    flat.forEach(
        (key, node) -> {
          if (node instanceof YamlNode.Mapping) {
            List<Problem> found = new ArrayList<>();
            ranges.put(
                key,
                new RecordBinder().bind(node, SweepRange.defaults(), ConfigCheck.none(), found));
            found.forEach(problem -> problems.add(problem.under("random." + key)));
          } else {
            lists.put(key, values("random." + key, node));
          }
        });
    if (!problems.isEmpty()) {
      return List.of(Map.of());
    }
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Map<String, YamlNode>> drawn = new LinkedHashMap<>();
    for (long i = 0; i < (long) trials * DRAWS_PER_TRIAL && drawn.size() < trials; i++) {
      Map<String, YamlNode> point = new LinkedHashMap<>();
      flat.forEach(
          (key, node) -> {
            SweepRange range = ranges.get(key);
            List<YamlNode> list = lists.getOrDefault(key, List.of());
            point.put(
                key,
                range == null
                    ? list.get(random.nextInt(list.size()))
                    : new YamlNode.Scalar(
                        range.draw(random, isWhole(node)), false, false, node.place()));
          });
      drawn.putIfAbsent(texts(point), point);
    }
    return List.copyOf(drawn.values());
  }

  /** Keys may be nested, too: {@code agent: {name: [a, b]}} is {@code agent.name: [a, b]}. */
  private Map<String, YamlNode> flatten(String place, @Nullable YamlNode node) {
    Map<String, YamlNode> flat = new LinkedHashMap<>();
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach((key, value) -> flatten(place, key, value, flat));
    }
    return flat;
  }

  private void flatten(String place, String key, YamlNode node, Map<String, YamlNode> flat) {
    boolean isRange =
        place.equals("random")
            && node instanceof YamlNode.Mapping m
            && m.entries().keySet().stream().anyMatch(RANGE_KEYS::contains);
    if (node instanceof YamlNode.Mapping mapping && !isRange) {
      mapping.entries().forEach((k, value) -> flatten(place, key + "." + k, value, flat));
    } else if (flat.put(key, node) != null) {
      problems.add(new Problem(place + "." + key, "It is given twice (" + node.place() + ")"));
    }
  }

  private List<YamlNode> values(String key, YamlNode node) {
    if (node instanceof YamlNode.Sequence sequence && !sequence.items().isEmpty()) {
      return sequence.items();
    }
    String found =
        node instanceof YamlNode.Scalar scalar ? "\"" + scalar.text() + "\"" : "An empty list";
    problems.add(
        new Problem(key, found + " is not a list of values such as [1, 2] (" + node.place() + ")"));
    return List.of(node);
  }

  private static boolean isWhole(YamlNode range) {
    return range instanceof YamlNode.Mapping mapping
        && isWholeNumber(mapping.entries().get("from"))
        && isWholeNumber(mapping.entries().get("to"));
  }

  private static boolean isWholeNumber(@Nullable YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.text().matches("-?[0-9_]+");
  }

  private static List<Map<String, YamlNode>> distinct(List<Map<String, YamlNode>> points) {
    Set<String> seen = new LinkedHashSet<>();
    return points.stream().filter(point -> seen.add(texts(point))).toList();
  }

  private static String texts(Map<String, YamlNode> point) {
    Map<String, String> texts = new LinkedHashMap<>();
    point.forEach((key, value) -> texts.put(key, value.asText()));
    return texts.toString();
  }

  private static Map<String, YamlNode> with(
      Map<String, YamlNode> point, String key, YamlNode value) {
    Map<String, YamlNode> longer = new LinkedHashMap<>(point);
    longer.put(key, value);
    return longer;
  }
}
