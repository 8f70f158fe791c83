package org.arbit.experiments.report;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Dataset;

/**
 * Everything that a report shows, as measured; the report itself works out tables, bins and
 * pictures. Immutable. Build it with {@link #builder}.
 *
 * @param title heading of the page
 * @param bitWidths the candidates
 * @param layers names of the searchable layers, in execution order
 * @param samples the test split that every result was measured on
 * @param points all results: agents, baselines, bounds
 * @param adaptive the choices, sample by sample, of each adaptive result; may be empty
 * @param curves learning curves; may be empty
 * @param facts what was run: data, network, seed, time
 * @param settings the effective configuration, one line each
 * @param commands what to type to get the same result, each with a word on what it does
 */
public record ReportData(
    String title,
    BitWidths bitWidths,
    List<String> layers,
    Dataset samples,
    List<ReportPoint> points,
    List<AdaptiveResult> adaptive,
    List<LearningCurve> curves,
    List<Fact> facts,
    List<Fact> settings,
    List<Fact> commands) {

  /** Copies the lists and checks that the outcomes belong to these samples and layers. */
  public ReportData {
    layers = List.copyOf(layers);
    points = List.copyOf(points);
    adaptive = List.copyOf(adaptive);
    curves = List.copyOf(curves);
    facts = List.copyOf(facts);
    settings = List.copyOf(settings);
    commands = List.copyOf(commands);
    for (AdaptiveResult result : adaptive) {
      requireSame("samples", samples.size(), result.outcomes().samples(), result.name());
      requireSame("layers", layers.size(), result.outcomes().layers(), result.name());
    }
  }

  private static void requireSame(String what, int expected, int found, String name) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "The report has " + expected + " " + what + ", but " + name + " has " + found + ".");
    }
  }

  /** Starts a report on results measured on {@code samples}. */
  public static Builder builder(
      String title, BitWidths bitWidths, List<String> layers, Dataset samples) {
    return new Builder(title, bitWidths, layers, samples);
  }

  /** Collects the parts of a report; each method returns this builder. */
  public static final class Builder {

    private final String title;
    private final BitWidths bitWidths;
    private final List<String> layers;
    private final Dataset samples;
    private final List<ReportPoint> points = new ArrayList<>();
    private final List<AdaptiveResult> adaptive = new ArrayList<>();
    private final List<LearningCurve> curves = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Fact> settings = new ArrayList<>();
    private final List<Fact> commands = new ArrayList<>();

    private Builder(String title, BitWidths bitWidths, List<String> layers, Dataset samples) {
      this.title = title;
      this.bitWidths = bitWidths;
      this.layers = layers;
      this.samples = samples;
    }

    /** Adds a result. */
    public Builder point(ReportPoint point) {
      points.add(point);
      return this;
    }

    /** Adds what an adaptive result did with every sample. */
    public Builder adaptive(AdaptiveResult result) {
      adaptive.add(result);
      return this;
    }

    /** Adds a learning curve. */
    public Builder curve(LearningCurve curve) {
      curves.add(curve);
      return this;
    }

    /** Adds a property of the run, such as {@code data set}. */
    public Builder fact(String name, String value) {
      facts.add(new Fact(name, value));
      return this;
    }

    /** Adds a line of the effective configuration. */
    public Builder setting(String name, String value) {
      settings.add(new Fact(name, value));
      return this;
    }

    /** Adds a command to type, and what it does. */
    public Builder command(String purpose, String line) {
      commands.add(new Fact(purpose, line));
      return this;
    }

    /** Returns the report's data. */
    public ReportData build() {
      return new ReportData(
          title, bitWidths, layers, samples, points, adaptive, curves, facts, settings, commands);
    }
  }
}
