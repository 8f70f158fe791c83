package org.arbit.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The frontier as a picture of its own, for a README or a page without scripts: accuracy against
 * mean total BitOps, the latter on a logarithmic axis. It follows the reader's light or dark
 * colours.
 */
public final class FrontierSvg {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 62;
  private static final int RIGHT = 20;
  private static final int LEGEND = 26;
  private static final int LEGEND_ROW = 17;
  private static final int BOTTOM = 52;
  private static final int TEXT_HEIGHT = 12;
  private static final double TEXT_WIDTH = 6.2;

  /** Different colours of series. */
  private static final int COLOURS = 5;

  private static final String STYLE =
      """
      <style>
        .arbit { --ink:#1c2430; --soft:#5b6675; --grid:#e3e7ec; --paper:#ffffff;
          --s0:#2563eb; --s1:#d9480f; --s2:#0f8a5f; --s3:#9333ea; --s4:#0e7490;
          --fixed:#5b6675; --random:#a3adba;
          font:12px system-ui,-apple-system,"Segoe UI",sans-serif }
        @media (prefers-color-scheme: dark) {
          .arbit { --ink:#e6eaf0; --soft:#9aa5b4; --grid:#2b3442; --paper:#12171f;
            --s0:#6ea8fe; --s1:#ff9a5c; --s2:#4cc799; --s3:#c48bff; --s4:#56c3db;
            --fixed:#9aa5b4; --random:#5d6979 } }
        .arbit text { fill:var(--ink) } .arbit .soft { fill:var(--soft); stroke:var(--paper); stroke-width:4px; stroke-linejoin:round;
          paint-order:stroke }
        .arbit .grid { stroke:var(--grid) } .arbit .line { fill:none; stroke-width:2 }
      </style>
      """;

  private final Axis x;
  private final Axis y;
  private final Map<String, List<ReportPoint>> series = new LinkedHashMap<>();
  private final int top;

  private FrontierSvg(List<ReportPoint> points) {
    points.stream()
        .sorted(
            Comparator.<ReportPoint>comparingInt(p -> p.isAgent() ? 0 : 1)
                .thenComparingDouble(ReportPoint::totalBitOps))
        .forEach(p -> series.computeIfAbsent(p.series(), key -> new ArrayList<>()).add(p));
    top = LEGEND + LEGEND + legend(new StringBuilder());
    x = Axis.logarithmic(points.stream().mapToDouble(ReportPoint::totalBitOps).toArray());
    y =
        Axis.linear(
            points.stream()
                .flatMap(p -> Stream.of(p.accuracy().low(), p.accuracy().high()))
                .mapToDouble(a -> 100 * a)
                .toArray());
  }

  /**
   * Returns the picture.
   *
   * @throws IllegalArgumentException if there are no points
   */
  public static String draw(List<ReportPoint> points) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          "A frontier needs at least one result, but there is none.");
    }
    return new FrontierSvg(points).draw();
  }

  private String draw() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"arbit\" role=\"img\" viewBox=\"0 0 "
            + WIDTH
            + " "
            + HEIGHT
            + "\" width=\""
            + WIDTH
            + "\" height=\""
            + HEIGHT
            + "\">\n"
            + "<title>Accuracy against mean total BitOps</title>\n");
    svg.append(STYLE);
    svg.append(
        "<rect width=\""
            + WIDTH
            + "\" height=\""
            + HEIGHT
            + "\" rx=\"6\" style=\"fill:var(--paper)\"/>\n");
    drawAxes(svg);
    series.values().forEach(line -> drawSeries(svg, line));
    legend(svg);
    drawLabels(svg);
    return svg.append("</svg>\n").toString();
  }

  /** Draws the legend, in as many rows as it needs; returns the height of those after the first. */
  private int legend(StringBuilder svg) {
    int at = LEFT;
    int below = 0;
    for (Map.Entry<String, List<ReportPoint>> entry : series.entrySet()) {
      int width = (int) (30 + TEXT_WIDTH * entry.getKey().length());
      if (at > LEFT && at + width > WIDTH) {
        at = LEFT;
        below += LEGEND_ROW;
      }
      svg.append(mark(entry.getValue().get(0), at + 5, LEGEND + below));
      svg.append(text(at + 15, LEGEND + 4 + below, "start", "", entry.getKey()));
      at += width;
    }
    return below;
  }

  private void drawLabels(StringBuilder svg) {
    LabelPlacer labels =
        new LabelPlacer(LEFT, top - 16, WIDTH - 2, HEIGHT - BOTTOM, TEXT_WIDTH, TEXT_HEIGHT);
    List<ReportPoint> points = series.values().stream().flatMap(List::stream).toList();
    for (ReportPoint p : points) {
      labels.reserve(px(p) - 6, py(p) - 6, px(p) + 6, py(p) + 6);
      labels.reserve(px(p) - 1, yAt(p.accuracy().high()), px(p) + 1, yAt(p.accuracy().low()));
    }
    for (ReportPoint p : points) {
      labels
          .place(p.label(), px(p), py(p))
          .ifPresent(at -> svg.append(text(at.x(), at.y(), "start", "soft", p.label())));
    }
  }

  private void drawAxes(StringBuilder svg) {
    int bottom = HEIGHT - BOTTOM;
    for (double tick : x.ticks()) {
      double at = LEFT + x.place(tick) * (WIDTH - LEFT - RIGHT);
      svg.append(line(at, top, at, bottom));
      svg.append(text(at, bottom + 18, "middle", "soft", Numbers.si(tick)));
    }
    for (double tick : y.ticks()) {
      double at = bottom - y.place(tick) * (bottom - top);
      svg.append(line(LEFT, at, WIDTH - RIGHT, at));
      svg.append(text(LEFT - 8, at + 4, "end", "soft", Numbers.plain(tick) + " %"));
    }
    svg.append(
        text(
            (LEFT + WIDTH - RIGHT) / 2.0,
            HEIGHT - 12,
            "middle",
            "soft",
            "mean total BitOps per sample, controller included (log scale)"));
    svg.append(text(LEFT - 54, top - 8, "start", "soft", "accuracy"));
  }

  private void drawSeries(StringBuilder svg, List<ReportPoint> line) {
    ReportPoint first = line.get(0);
    if (line.size() > 1 && !first.type().equals("random")) {
      String dashes = repeats(first) ? ";stroke-dasharray:5 4" : "";
      svg.append(
          "<polyline class=\"line\" style=\"stroke:" + colour(first) + dashes + "\" points=\"");
      line.forEach(p -> svg.append(n(px(p)) + "," + n(py(p)) + " "));
      svg.append("\"/>\n");
    }
    for (ReportPoint point : line) {
      if (point.accuracy().hasInterval()) {
        double at = px(point);
        svg.append(
            "<path style=\"stroke:"
                + colour(point)
                + "\" d=\"M"
                + n(at)
                + ","
                + n(yAt(point.accuracy().low()))
                + "V"
                + n(yAt(point.accuracy().high()))
                + "\"/>\n");
      }
      svg.append(mark(point, px(point), py(point)));
    }
  }

  private String mark(ReportPoint point, double cx, double cy) {
    String style =
        repeats(point)
            ? "style=\"fill:var(--paper);stroke-width:2;stroke:" + colour(point) + "\""
            : "style=\"fill:" + colour(point) + "\"";
    return switch (point.type()) {
      case "agent" -> "<circle cx=\"" + n(cx) + "\" cy=\"" + n(cy) + "\" r=\"5\" " + style + "/>\n";
      case "random" -> "<path " + style + " d=\"M" + n(cx) + "," + n(cy - 5) + "l5,9h-10z\"/>\n";
      default ->
          "<rect x=\""
              + n(cx - 4)
              + "\" y=\""
              + n(cy - 4)
              + "\" width=\"8\" height=\"8\" "
              + style
              + "/>\n";
    };
  }

  private String colour(ReportPoint point) {
    if (point.type().equals("random")) {
      return "var(--random)";
    }
    int own = coloured(point);
    return own < 0 ? "var(--fixed)" : "var(--s" + own % COLOURS + ")";
  }

  /** Whether the colour of a point is that of an earlier series: it is hollow then, and dashed. */
  private boolean repeats(ReportPoint point) {
    return coloured(point) / COLOURS % 2 == 1;
  }

  /** Returns the place of a point's series among those with a colour of their own; -1 for none. */
  private int coloured(ReportPoint point) {
    return series.entrySet().stream()
        .filter(e -> e.getValue().get(0).isColoured())
        .map(Map.Entry::getKey)
        .toList()
        .indexOf(point.series());
  }

  private double px(ReportPoint point) {
    return LEFT + x.place(point.totalBitOps()) * (WIDTH - LEFT - RIGHT);
  }

  private double py(ReportPoint point) {
    return yAt(point.accuracy().value());
  }

  private double yAt(double accuracy) {
    int bottom = HEIGHT - BOTTOM;
    return bottom - y.place(100 * accuracy) * (bottom - top);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return "<line class=\"grid\" x1=\""
        + n(x1)
        + "\" y1=\""
        + n(y1)
        + "\" x2=\""
        + n(x2)
        + "\" y2=\""
        + n(y2)
        + "\"/>\n";
  }

  private static String text(double x, double y, String anchor, String style, String text) {
    return "<text x=\""
        + n(x)
        + "\" y=\""
        + n(y)
        + "\" text-anchor=\""
        + anchor
        + "\""
        + (style.isEmpty() ? "" : " class=\"" + style + "\"")
        + ">"
        + escape(text)
        + "</text>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String n(double value) {
    return Numbers.fixed(value, 1);
  }
}
