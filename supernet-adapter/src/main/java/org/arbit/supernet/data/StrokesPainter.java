package org.arbit.supernet.data;

import java.util.List;

/**
 * Paints one image of {@link Strokes} after the other. Not thread-safe: every thread has its own.
 * What an image looks like depends on the configuration, the seed and its index alone, on every
 * machine: {@link StrictMath} keeps the last bit.
 */
final class StrokesPainter {

  static final int SIDE = 28;

  private static final double CENTRE = (SIDE - 1) / 2.0;

  /** Half the height of an undistorted glyph, in pixels. */
  private static final double RADIUS = 9;

  /** Number of classes. */
  static final int CLASSES = 10;

  private final StrokesConfig config;
  private final long seed;
  private final List<Glyph> glyphs = Glyph.all();
  private final Canvas canvas = new Canvas(SIDE);

  StrokesPainter(StrokesConfig config, long seed) {
    this.config = config;
    this.seed = seed;
  }

  /** Returns the class of image {@code index}; classes are balanced in every run of ten. */
  static int label(int index) {
    return index % CLASSES;
  }

  /**
   * Paints image {@code index} into {@code pixels} from {@code offset} and returns its difficulty,
   * uniform in [0, 1).
   */
  float paint(int index, byte[] pixels, int offset) {
    SplitMix64 random = SplitMix64.of(seed, index);
    float difficulty = (float) (random.nextLong() >>> 40) * 0x1.0p-24f;
    canvas.clear();
    glyph(label(index), difficulty, random);
    occlude(difficulty, random);
    clutter(difficulty, random);
    expose(difficulty, random, pixels, offset);
    return difficulty;
  }

  private void glyph(int label, double difficulty, SplitMix64 random) {
    double thickness = config.thickness().linear(difficulty) * random.nextDouble(0.85, 1.15);
    Distortion distortion =
        Distortion.draw(config.distortion().linear(difficulty), CENTRE, RADIUS, random);
    double fine = config.fineInk().linear(difficulty);
    for (double[] stroke : glyphs.get(label).fine()) {
      draw(stroke, distortion, thickness, fine);
    }
    for (double[] stroke : glyphs.get(label).body()) {
      draw(stroke, distortion, thickness, 1);
    }
  }

  private void draw(double[] stroke, Distortion distortion, double thickness, double strength) {
    double x0 = distortion.x(stroke[0], stroke[1]);
    double y0 = distortion.y(stroke[0], stroke[1]);
    for (int i = 2; i < stroke.length; i += 2) {
      double x1 = distortion.x(stroke[i], stroke[i + 1]);
      double y1 = distortion.y(stroke[i], stroke[i + 1]);
      canvas.stroke(x0, y0, x1, y1, thickness, strength);
      x0 = x1;
      y0 = y1;
    }
  }

  private void occlude(double difficulty, SplitMix64 random) {
    double width = config.occlusion().linear(difficulty);
    double x = CENTRE + random.nextDouble(-RADIUS, RADIUS);
    double y = CENTRE + random.nextDouble(-RADIUS, RADIUS);
    double angle = random.nextDouble(0, Math.PI);
    if (width > 0) {
      canvas.wipe(x, y, angle, width);
    }
  }

  private void clutter(double difficulty, SplitMix64 random) {
    int strokes = (int) (config.clutter().linear(difficulty) * 2 * random.nextDouble() + 0.5);
    for (int i = 0; i < strokes; i++) {
      double x = random.nextDouble(0, SIDE - 1);
      double y = random.nextDouble(0, SIDE - 1);
      double angle = random.nextDouble(0, 2 * Math.PI);
      double length = random.nextDouble(1, 4);
      canvas.stroke(
          x,
          y,
          x + length * StrictMath.cos(angle),
          y + length * StrictMath.sin(angle),
          1,
          random.nextDouble(0.3, 0.9));
    }
  }

  /** Turns ink into grey levels: an uneven background, the contrast, and noise. */
  private void expose(double difficulty, SplitMix64 random, byte[] pixels, int offset) {
    double contrast = config.contrast().geometric(difficulty) * random.nextDouble(0.9, 1.1);
    double strength = config.texture().linear(difficulty) * random.nextDouble(0.5, 1);
    double base = config.background().linear(difficulty) * random.nextDouble();
    double slope = random.nextDouble(0, 0.5) * base / SIDE;
    double angle = random.nextDouble(0, 2 * Math.PI);
    double sx = slope * StrictMath.cos(angle);
    double sy = slope * StrictMath.sin(angle);
    Texture texture = Texture.draw(SIDE, strength, random);
    double least = config.exposure().geometric(difficulty);
    double exposure = StrictMath.pow(least, random.nextDouble());
    double noise = config.noise().linear(difficulty);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int pixel = y * SIDE + x;
        double level = base + strength + (x - CENTRE) * sx + (y - CENTRE) * sy;
        level += texture.at(x, y);
        level += contrast * canvas.ink(pixel);
        level = exposure * level + noise * bell(random.nextLong());
        pixels[offset + pixel] = (byte) Math.rint(Math.min(255, Math.max(0, level)));
      }
    }
  }

  /** Returns a nearly normal number of mean 0 and variance 1: the sum of four uniform ones. */
  private static double bell(long bits) {
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    // Each has variance 65536^2 / 12, so four have a standard deviation of 65536 / sqrt(3).
    return (sum - 2 * 65535.0) * (1.7320508075688772 / 65536);
  }
}
