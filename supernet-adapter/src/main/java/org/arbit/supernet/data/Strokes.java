package org.arbit.supernet.data;

import java.util.stream.IntStream;

/**
 * The procedural data set {@code strokes}: 28 x 28 grey images of ten stroke-drawn glyphs, each
 * with a difficulty d, uniform in [0, 1). Hard images are faint, thin, bent, cluttered, partly
 * hidden and noisy, so that they need finer activations than easy ones. Nothing is read from disk,
 * and image i of a seed is the same however many are made.
 */
public final class Strokes {

  /** The registered name. */
  public static final String NAME = "strokes";

  /** Images painted by one task. */
  private static final int CHUNK = 256;

  private Strokes() {}

  /**
   * Returns the data set in three parts; images are independent of each other, so the parts follow
   * one another.
   *
   * @throws IllegalArgumentException if a size is negative
   */
  public static DataSplits splits(
      StrokesConfig config, long seed, int train, int validation, int test) {
    Dataset all = paint(config, seed, Math.addExact(Math.addExact(train, validation), test));
    Dataset first = SubsetDataset.range(all, 0, train);
    Dataset second = SubsetDataset.range(all, train, train + validation);
    Dataset third = SubsetDataset.range(all, train + validation, all.size());
    return new DataSplits(NAME, DataHash.of(first, second, third), first, second, third);
  }

  /** Returns images 0..size-1 of the given seed. */
  static Dataset paint(StrokesConfig config, long seed, int size) {
    ImageShape shape = new ImageShape(1, StrokesPainter.SIDE, StrokesPainter.SIDE);
    byte[] pixels = new byte[Math.multiplyExact(size, shape.size())];
    byte[] labels = new byte[size];
    float[] difficulties = new float[size];
    IntStream.range(0, (size + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              StrokesPainter painter = new StrokesPainter(config, seed);
              for (int i = chunk * CHUNK; i < Math.min(size, (chunk + 1) * CHUNK); i++) {
                labels[i] = (byte) StrokesPainter.label(i);
                difficulties[i] = painter.paint(i, pixels, i * shape.size());
              }
            });
    return new ArrayDataset(NAME, shape, StrokesPainter.CLASSES, pixels, labels, difficulties);
  }
}
