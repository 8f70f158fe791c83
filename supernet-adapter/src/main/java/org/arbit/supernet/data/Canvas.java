package org.arbit.supernet.data;

import java.util.Arrays;

/**
 * A square grid on which strokes are drawn: each pixel holds the share of it that ink covers, in
 * [0, 1]. Reused from image to image.
 */
final class Canvas {

  private final int side;
  private final float[] ink;

  Canvas(int side) {
    this.side = side;
    this.ink = new float[side * side];
  }

  void clear() {
    Arrays.fill(ink, 0);
  }

  float ink(int pixel) {
    return ink[pixel];
  }

  /** Draws a straight stroke with round ends; where strokes cross, the greater ink counts. */
  void stroke(double x0, double y0, double x1, double y1, double thickness, double strength) {
    double reach = thickness / 2 + 0.5;
    double dx = x1 - x0;
    double dy = y1 - y0;
    double inverse = 1 / Math.max(dx * dx + dy * dy, 1e-9);
    int left = first(Math.min(x0, x1) - reach);
    int right = last(Math.max(x0, x1) + reach);
    int top = first(Math.min(y0, y1) - reach);
    int bottom = last(Math.max(y0, y1) + reach);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) * inverse));
        double ex = x - x0 - t * dx;
        double ey = y - y0 - t * dy;
        double distance = Math.sqrt(ex * ex + ey * ey);
        float covered = (float) (strength * Math.min(1, Math.max(0, reach - distance)));
        int pixel = y * side + x;
        ink[pixel] = Math.max(ink[pixel], covered);
      }
    }
  }

  /**
   * Removes ink within {@code width / 2} of the line through (x, y) in direction {@code angle}, in
   * radians.
   */
  void wipe(double x, double y, double angle, double width) {
    double nx = -StrictMath.sin(angle);
    double ny = StrictMath.cos(angle);
    double reach = width / 2 + 0.5;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double distance = Math.abs((column - x) * nx + (row - y) * ny);
        ink[row * side + column] *= (float) Math.min(1, Math.max(0, distance - reach + 1));
      }
    }
  }

  private int first(double low) {
    return Math.max(0, (int) Math.ceil(low));
  }

  private int last(double high) {
    return Math.min(side - 1, (int) Math.floor(high));
  }
}
