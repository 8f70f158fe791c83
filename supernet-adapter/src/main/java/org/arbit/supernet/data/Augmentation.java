package org.arbit.supernet.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Random changes of training images that leave their class alone. Pixels that come from outside the
 * image, and those that are cut out, are 0, which is black: there is no mean subtraction.
 *
 * @param shift moves an image by up to that many pixels along each axis, uniformly (random crops of
 *     a padded image, in other words)
 * @param mirror swaps left and right with probability 1/2
 * @param cutOut side in pixels of a square around a uniformly random pixel that is blackened, as
 *     far as it lies in the image (DeVries and Taylor, "Improved regularization of convolutional
 *     neural networks with cutout", arXiv 1708.04552, section 3.2); 0 for none
 */
public record Augmentation(int shift, boolean mirror, int cutOut) {

  /** Leaves images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false, 0);

  private static final int MOST = 1024;

  /**
   * Checks all settings.
   *
   * @throws InvalidInputException that names every setting out of range
   */
  public Augmentation {
    List<String> problems = new ArrayList<>();
    require(problems, "shift", shift);
    require(problems, "cutOut", cutOut);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join(" ", problems));
    }
  }

  private static void require(List<String> problems, String name, int found) {
    if (found < 0 || found > MOST) {
      problems.add(
          "Augmentation setting %s is %d, but must be in 0..%d.".formatted(name, found, MOST));
    }
  }

  /** Whether images stay as they are. */
  boolean isNone() {
    return equals(NONE);
  }

  /**
   * Changes one image in place.
   *
   * @param images holds the image's bytes from {@code offset}, channel by channel and row by row
   * @param scratch at least {@code shape.size()} bytes, overwritten
   */
  void apply(byte[] images, int offset, ImageShape shape, byte[] scratch, SplitMix64 random) {
    int dx = random.nextInt(2 * shift + 1) - shift;
    int dy = random.nextInt(2 * shift + 1) - shift;
    boolean flip = mirror && random.nextInt(2) == 1;
    if (dx != 0 || dy != 0 || flip) {
      System.arraycopy(images, offset, scratch, 0, shape.size());
      for (int row = 0; row < shape.channels() * shape.height(); row++) {
        moveRow(images, offset, shape, scratch, row, dx, dy, flip);
      }
    }
    if (cutOut > 0) {
      blacken(images, offset, shape, random.nextInt(shape.height()), random.nextInt(shape.width()));
    }
  }

  private static void moveRow(
      byte[] images,
      int offset,
      ImageShape shape,
      byte[] source,
      int row,
      int dx,
      int dy,
      boolean flip) {
    int width = shape.width();
    int fromY = row % shape.height() - dy;
    boolean outside = fromY < 0 || fromY >= shape.height();
    for (int x = 0; x < width; x++) {
      int fromX = (flip ? width - 1 - x : x) - dx;
      boolean black = outside || fromX < 0 || fromX >= width;
      images[offset + row * width + x] = black ? 0 : source[(row - dy) * width + fromX];
    }
  }

  private void blacken(byte[] images, int offset, ImageShape shape, int centreY, int centreX) {
    int top = Math.max(0, centreY - cutOut / 2);
    int bottom = Math.min(shape.height(), centreY - cutOut / 2 + cutOut);
    int left = Math.max(0, centreX - cutOut / 2);
    int right = Math.min(shape.width(), centreX - cutOut / 2 + cutOut);
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = top; y < bottom; y++) {
        int start = offset + (c * shape.height() + y) * shape.width();
        Arrays.fill(images, start + left, start + right, (byte) 0);
      }
    }
  }
}
