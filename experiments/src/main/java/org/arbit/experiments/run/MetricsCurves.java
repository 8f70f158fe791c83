package org.arbit.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbit.experiments.report.LearningCurve;

/**
 * The learning curves in {@code metrics.jsonl}. Long ones are thinned: a point is then the mean of
 * the moments in its part of the training.
 */
final class MetricsCurves {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Agents have a return; what has none, such as a super-network, has a loss. */
  private static final List<String> MEASURES = List.of("return", "loss");

  private static final Pattern WITH_SEED = Pattern.compile("(.*), seed (\\d{1,18})");
  private static final int MOST_POINTS = 100;

  private MetricsCurves() {}

  /**
   * Reads the curves of a run; there are none without the file.
   *
   * @param seed of trainings whose name has none
   * @param damaged is told how many lines could not be read, but of the last, which a killed run
   *     may have been writing
   */
  static List<LearningCurve> read(Path runFolder, long seed, Consumer<String> damaged)
      throws IOException {
    Path file = runFolder.resolve(MetricsFile.NAME);
    Map<String, Map<String, List<LearningCurve.Point>>> parts = new LinkedHashMap<>();
    if (Files.isRegularFile(file)) {
      // Unlike that of Files, this reader goes on behind bytes that are no text.
      try (InputStream bytes = Files.newInputStream(file);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
        int wrong = 0;
        for (String line = lines.readLine(); line != null; ) {
          boolean fine = add(line, parts);
          line = lines.readLine();
          wrong += fine || line == null ? 0 : 1;
        }
        if (wrong > 0) {
          damaged.accept(file + ": " + wrong + " lines are damaged and left out.");
        }
      }
    }
    List<LearningCurve> curves = new ArrayList<>();
    parts.forEach(
        (part, measures) -> {
          Matcher named = WITH_SEED.matcher(part);
          boolean hasSeed = named.matches();
          MEASURES.stream()
              .filter(measures::containsKey)
              .findFirst()
              .ifPresent(
                  measure ->
                      curves.add(
                          new LearningCurve(
                              hasSeed ? named.group(1) : part,
                              hasSeed ? Long.parseLong(named.group(2)) : seed,
                              measure,
                              thinned(measures.getOrDefault(measure, List.of())))));
        });
    return curves;
  }

  /** Whether the line could be read. */
  private static boolean add(
      String line, Map<String, Map<String, List<LearningCurve.Point>>> parts) {
    try {
      JsonNode node = MAPPER.readTree(line);
      for (String measure : MEASURES) {
        JsonNode value = node.path(measure);
        if (value.isNumber() && node.path("step").isNumber()) {
          parts
              .computeIfAbsent(node.path("part").asText(), k -> new LinkedHashMap<>())
              .computeIfAbsent(measure, k -> new ArrayList<>())
              .add(new LearningCurve.Point(node.path("step").asLong(), value.asDouble()));
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static List<LearningCurve.Point> thinned(List<LearningCurve.Point> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<LearningCurve.Point> thin = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      int from = (int) ((long) i * points.size() / MOST_POINTS);
      int to = (int) ((long) (i + 1) * points.size() / MOST_POINTS);
      List<LearningCurve.Point> bin = points.subList(from, to);
      double mean = bin.stream().mapToDouble(LearningCurve.Point::value).average().orElseThrow();
      thin.add(new LearningCurve.Point(points.get(to - 1).step(), mean));
    }
    return thin;
  }
}
