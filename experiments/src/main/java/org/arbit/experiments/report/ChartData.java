package org.arbit.experiments.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers behind the charts, as JSON that is safe inside a script element. */
final class ChartData {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ChartData() {}

  static String json(ReportData data) {
    Map<String, Object> charts = new LinkedHashMap<>();
    charts.put("frontier", frontier(data.points()));
    boolean difficulty = BitsByGroup.hasDifficulty(data.samples());
    charts.put("groupedBy", difficulty ? "difficulty" : "class");
    charts.put(
        "groups",
        data.adaptive().stream()
            .map(
                result ->
                    difficulty
                        ? BitsByGroup.byDifficulty(data.samples(), result)
                        : BitsByGroup.byClass(data.samples(), result))
            .map(
                g ->
                    Map.of(
                        "name", g.name(), "x", g.x(), "bits", g.bits(), "accuracy", g.accuracy()))
            .toList());
    charts.put("curves", curves(data.curves()));
    try {
      return escape(MAPPER.writeValueAsString(charts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps of numbers and texts can always be written.", e);
    }
  }

  /**
   * Hides what could end the script element, or start a comment in it: in JSON these characters can
   * only be inside of texts, where an escape means the same.
   */
  static String escape(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static List<Object> frontier(List<ReportPoint> points) {
    Map<String, List<ReportPoint>> series = new LinkedHashMap<>();
    points.stream()
        .sorted(
            Comparator.<ReportPoint>comparingInt(p -> p.isAgent() ? 0 : 1)
                .thenComparingDouble(ReportPoint::totalBitOps))
        .forEach(p -> series.computeIfAbsent(p.series(), key -> new ArrayList<>()).add(p));
    List<Object> all = new ArrayList<>();
    series.forEach(
        (name, line) ->
            all.add(
                Map.of(
                    "name",
                    name,
                    "type",
                    line.get(0).type(),
                    "points",
                    line.stream().map(ChartData::point).toList())));
    return all;
  }

  private static Map<String, Object> point(ReportPoint p) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("name", p.name());
    point.put("label", p.label());
    point.put("x", p.totalBitOps());
    point.put("y", 100 * p.accuracy().value());
    point.put("low", 100 * p.accuracy().low());
    point.put("high", 100 * p.accuracy().high());
    point.put("bits", p.meanBits());
    point.put("controller", p.controllerBitOps());
    return point;
  }

  private static List<Object> curves(List<LearningCurve> curves) {
    return curves.stream()
        .<Object>map(
            c ->
                Map.of(
                    "agent", c.agent(),
                    "seed", c.seed(),
                    "measure", c.measure(),
                    "steps", c.points().stream().map(LearningCurve.Point::step).toList(),
                    "values", c.points().stream().map(LearningCurve.Point::value).toList()))
        .toList();
  }
}
