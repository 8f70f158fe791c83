package org.arbit.supernet.data;

/**
 * The shape of an image.
 *
 * @param channels number of channels, at least 1
 * @param height in pixels
 * @param width in pixels
 */
public record ImageShape(int channels, int height, int width) {

  /** Checks that every side is positive, and that an image has fewer bytes than an array can. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "An image needs at least one channel, row and column, but the shape is "
              + channels
              + " x "
              + height
              + " x "
              + width
              + ".");
    }
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "An image of " + channels + " x " + height + " x " + width + " is too large to compute.");
    }
  }

  /** Returns the number of bytes of one image. */
  public int size() {
    return channels * height * width;
  }

  /** Returns {@code 1x28x28}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
