package org.arbit.experiments.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.format.AtomicFiles;

/**
 * The report as one page without any other file: styles, scripts, charts and images are inside, and
 * it opens from disk. Every text of the data is escaped, in the page as in its script.
 */
public final class HtmlReport {

  /** Name of the page in a run folder. */
  public static final String FILE_NAME = "report.html";

  /** Name of the picture of the frontier in a run folder. */
  public static final String FRONTIER_NAME = "frontier.svg";

  private HtmlReport() {}

  /** Writes {@link #FILE_NAME} and {@link #FRONTIER_NAME} into {@code folder}, atomically. */
  public static void write(ReportData data, Path folder) throws IOException {
    AtomicFiles.writeString(folder.resolve(FILE_NAME), render(data));
    AtomicFiles.writeString(folder.resolve(FRONTIER_NAME), FrontierSvg.draw(data.points()));
  }

  /** Returns the page. */
  public static String render(ReportData data) {
    Map<String, Object> page = new HashMap<>();
    page.put("title", data.title());
    page.put("headline", Headline.of(data.points()));
    page.put("facts", data.facts());
    page.put("rows", ResultRows.of(data.points()));
    page.put("heatMaps", data.adaptive().stream().map(a -> BitsPerLayer.heatMap(data, a)).toList());
    page.put("hasAdaptive", !data.adaptive().isEmpty());
    page.put("hasCurves", !data.curves().isEmpty());
    page.put("byDifficulty", BitsByGroup.hasDifficulty(data.samples()));
    page.put(
        "galleries",
        mostVaried(data.adaptive()).stream()
            .filter(result -> spread(result) > 0)
            .map(result -> Gallery.of(data.samples(), result))
            .toList());
    page.put("settings", data.settings());
    page.put("commands", data.commands());
    page.put("frontierSvg", FrontierSvg.draw(data.points()));
    page.put("data", ChartData.json(data));
    page.put("chartStyle", resource("uplot.min.css"));
    page.put("chartScript", resource("uplot.min.js"));
    page.put("style", resource("report.css"));
    page.put("script", resource("report.js"));
    return Mustache.compiler().compile(resource("report.html.mustache")).execute(page);
  }

  /** Returns, of each agent, the trade-off at which the bits differ most between samples. */
  private static List<AdaptiveResult> mostVaried(List<AdaptiveResult> adaptive) {
    Map<String, AdaptiveResult> chosen = new LinkedHashMap<>();
    for (AdaptiveResult result : adaptive) {
      chosen.merge(
          result.name(),
          result,
          (a, b) -> Comparator.comparingDouble(HtmlReport::spread).compare(a, b) >= 0 ? a : b);
    }
    return List.copyOf(chosen.values());
  }

  private static double spread(AdaptiveResult result) {
    double mean = result.outcomes().meanBits();
    double sum = 0;
    for (int i = 0; i < result.outcomes().samples(); i++) {
      double difference = result.outcomes().meanBits(i) - mean;
      sum += difference * difference;
    }
    return sum / result.outcomes().samples();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program's own file " + name + " is missing.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The program's own file " + name + " cannot be read.", e);
    }
  }
}
