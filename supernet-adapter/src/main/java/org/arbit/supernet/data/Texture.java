package org.arbit.supernet.data;

/**
 * A pattern of straight waves. The sine of a sum is taken apart, so that a whole image needs a sine
 * per row and column only.
 */
final class Texture {

  private static final double SHORTEST_WAVE = 7;
  private static final double LONGEST_WAVE = 16;

  private final double[] columnSine;
  private final double[] columnCosine;
  private final double[] rowSine;
  private final double[] rowCosine;

  private Texture(int side) {
    columnSine = new double[side];
    columnCosine = new double[side];
    rowSine = new double[side];
    rowCosine = new double[side];
  }

  /** Returns waves of random direction, phase and length, of the given height. */
  static Texture draw(int side, double height, SplitMix64 random) {
    double frequency = 2 * Math.PI / random.nextDouble(SHORTEST_WAVE, LONGEST_WAVE);
    double angle = random.nextDouble(0, Math.PI);
    double fx = frequency * StrictMath.cos(angle);
    double fy = frequency * StrictMath.sin(angle);
    double phase = random.nextDouble(0, 2 * Math.PI);
    Texture texture = new Texture(side);
    for (int i = 0; i < side; i++) {
      texture.columnSine[i] = StrictMath.sin(fx * i + phase);
      texture.columnCosine[i] = StrictMath.cos(fx * i + phase);
      texture.rowSine[i] = height * StrictMath.sin(fy * i);
      texture.rowCosine[i] = height * StrictMath.cos(fy * i);
    }
    return texture;
  }

  /** Returns the pattern at a pixel, between plus and minus the height. */
  double at(int x, int y) {
    return columnSine[x] * rowCosine[y] + columnCosine[x] * rowSine[y];
  }
}
