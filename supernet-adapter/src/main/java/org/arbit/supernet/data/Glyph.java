package org.arbit.supernet.data;

import java.util.List;

/**
 * What {@link Strokes} draw. The ten glyphs come in five pairs, O and Q, 3 and 8, C and G, P and R,
 * F and E. The second of a pair is the first with a fine stroke added: that stroke is all that
 * tells them apart. A stroke is a poly-line x0, y0, x1, y1, ... in the square [-1, 1] x [-1, 1], y
 * downwards.
 *
 * @param body the strokes that the pair has in common
 * @param fine the strokes that only the second of the pair has
 */
record Glyph(List<double[]> body, List<double[]> fine) {

  /** Degrees between two points of an arc. */
  private static final double ARC_STEP = 20;

  /** Returns the ten glyphs; the index is the label. */
  static List<Glyph> all() {
    Glyph o = plain(arc(0, 0, 0.8, 1, 0, 360));
    Glyph three = plain(arc(0, -0.5, 0.6, 0.5, -150, 90), arc(0, 0.5, 0.7, 0.5, -90, 150));
    Glyph c = plain(arc(0, 0, 0.8, 1, 50, 310));
    Glyph p =
        plain(
            line(-0.55, 1, -0.55, -1, 0, -1),
            arc(0, -0.45, 0.65, 0.55, -90, 90),
            line(0, 0.1, -0.55, 0.1));
    Glyph f = plain(line(-0.55, 1, -0.55, -1, 0.6, -1), line(-0.55, 0, 0.4, 0));
    return List.of(
        o,
        o.with(line(0.1, 0.3, 0.85, 1.1)),
        three,
        three.with(arc(0, -0.5, 0.6, 0.5, 90, 210), arc(0, 0.5, 0.7, 0.5, 150, 270)),
        c,
        c.with(line(0.05, 0.1, 0.7, 0.1, 0.55, 0.75)),
        p,
        p.with(line(-0.1, 0.1, 0.6, 1)),
        f,
        f.with(line(-0.55, 1, 0.6, 1)));
  }

  private static Glyph plain(double[]... body) {
    return new Glyph(List.of(body), List.of());
  }

  private Glyph with(double[]... added) {
    return new Glyph(body, List.of(added));
  }

  private static double[] line(double... points) {
    return points;
  }

  /** Angles in degrees; 0 is to the right and 90 is down. */
  private static double[] arc(double x, double y, double rx, double ry, double from, double to) {
    int parts = (int) Math.ceil((to - from) / ARC_STEP);
    double[] points = new double[2 * (parts + 1)];
    for (int i = 0; i <= parts; i++) {
      double angle = Math.toRadians(from + (to - from) * i / parts);
      points[2 * i] = x + rx * StrictMath.cos(angle);
      points[2 * i + 1] = y + ry * StrictMath.sin(angle);
    }
    return points;
  }
}
