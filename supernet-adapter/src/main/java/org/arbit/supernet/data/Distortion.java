package org.arbit.supernet.data;

/** A linear map, a shift and a gentle wave across each axis, from glyph to pixel coordinates. */
record Distortion(
    double xx, double xy, double yx, double yy, double cx, double cy, Wave wx, Wave wy) {

  static Distortion draw(double amount, double centre, double radius, SplitMix64 random) {
    double turn = Math.toRadians(25) * amount * random.nextDouble(-1, 1);
    double shear = 0.25 * amount * random.nextDouble(-1, 1);
    double wide = radius * (1 + 0.25 * amount * random.nextDouble(-1, 1));
    double high = radius * (1 + 0.25 * amount * random.nextDouble(-1, 1));
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    return new Distortion(
        wide * cos,
        high * (shear * cos - sin),
        wide * sin,
        high * (shear * sin + cos),
        centre + 3 * amount * random.nextDouble(-1, 1),
        centre + 3 * amount * random.nextDouble(-1, 1),
        Wave.draw(2 * amount, random),
        Wave.draw(2 * amount, random));
  }

  double x(double gx, double gy) {
    return cx + xx * gx + xy * gy + wx.at(gy);
  }

  double y(double gx, double gy) {
    return cy + yx * gx + yy * gy + wy.at(gx);
  }

  /** A shift along one axis that swings along the other. */
  record Wave(double height, double frequency, double phase) {

    static Wave draw(double most, SplitMix64 random) {
      return new Wave(
          most * random.nextDouble(-1, 1),
          random.nextDouble(1, 3),
          random.nextDouble(0, 2 * Math.PI));
    }

    double at(double position) {
      return height * StrictMath.sin(frequency * position + phase);
    }
  }
}
