package org.arbit.supernet.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How the images of {@link Strokes} are drawn. Every property is a {@link Ramp} from difficulty 0
 * to difficulty 1.
 *
 * @param contrast grey levels of the glyph above the background, in 1..255; falls geometrically,
 *     because what a quantizer sees is the ratio
 * @param thickness of the strokes, in pixels
 * @param fineInk strength, in 0..1, of the stroke that tells a pair of glyphs apart, relative to
 *     the others
 * @param distortion of the glyph: 1 turns by up to 25 degrees, shears and stretches by up to 25 %,
 *     bends by up to 2 pixels and shifts by up to 3
 * @param clutter mean number of short strokes that belong to no glyph
 * @param occlusion width in pixels of a bar that hides part of the glyph
 * @param noise standard deviation of the noise of a pixel, in grey levels
 * @param texture amplitude of a pattern of waves below everything, in grey levels
 * @param exposure least brightness of an image, in (0, 1]; everything but the noise is multiplied
 *     by a factor between it and 1, uniform on a logarithmic scale
 * @param background largest grey level of the background, which is uneven
 */
public record StrokesConfig(
    Ramp contrast,
    Ramp thickness,
    Ramp fineInk,
    Ramp distortion,
    Ramp clutter,
    Ramp occlusion,
    Ramp noise,
    Ramp texture,
    Ramp exposure,
    Ramp background) {

  /**
   * The settings with which the numbers of the documentation were made. Low contrast alone costs 2
   * bits nothing, as a network learns smaller steps; a faint glyph on strong waves, at a brightness
   * that differs from image to image, asks for a range that 2 bits do not have.
   */
  public static final StrokesConfig DEFAULT =
      new StrokesConfig(
          new Ramp(110, 14),
          new Ramp(2.6, 1.6),
          new Ramp(1, 0.9),
          new Ramp(0.3, 0.7),
          new Ramp(0, 1),
          new Ramp(0, 1),
          new Ramp(0.5, 0.7),
          new Ramp(35, 105),
          new Ramp(0.6, 0.12),
          new Ramp(5, 15));

  /**
   * Checks all ramps and reports every violation at once.
   *
   * @throws IllegalArgumentException if a value is outside its range
   */
  public StrokesConfig {
    List<String> problems = new ArrayList<>();
    contrast.check("contrast", 1, 255, problems);
    thickness.check("thickness", 0.5, 8, problems);
    fineInk.check("fine ink", 0, 1, problems);
    distortion.check("distortion", 0, 2, problems);
    clutter.check("clutter", 0, 20, problems);
    occlusion.check("occlusion", 0, 10, problems);
    noise.check("noise", 0, 100, problems);
    texture.check("texture", 0, 127, problems);
    exposure.check("exposure", 0.01, 1, problems);
    background.check("background", 0, 254, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems));
    }
  }

  /**
   * A property that changes with difficulty.
   *
   * @param easy the value at difficulty 0
   * @param hard the value at difficulty 1
   */
  public record Ramp(double easy, double hard) {

    /** Returns the value at {@code difficulty}, on a straight line. */
    double linear(double difficulty) {
      return easy + (hard - easy) * difficulty;
    }

    /** Returns the value at {@code difficulty}, with equal ratios for equal steps. */
    double geometric(double difficulty) {
      return easy * StrictMath.pow(hard / easy, difficulty);
    }

    private void check(String name, double least, double greatest, List<String> problems) {
      // Written so that NaN is refused, too.
      if (!(Math.min(easy, hard) >= least && Math.max(easy, hard) <= greatest)) {
        problems.add(
            "Strokes need %s in %s..%s, but it runs from %s to %s."
                .formatted(name, least, greatest, easy, hard));
      }
    }
  }
}
