package org.arbit.supernet.data;

import java.util.Objects;

/** A data set whose images lie at equal distances in {@link Pixels}; labels are in memory. */
final class RecordDataset implements Dataset {

  private final String name;
  private final ImageShape shape;
  private final int classes;
  private final Pixels pixels;
  private final Layout layout;
  private final int[] labels;

  /**
   * Where the images are.
   *
   * @param start position of the first image's first byte
   * @param stride bytes from one image to the next
   * @param channelsLast whether an image has its channels side by side in each pixel
   */
  record Layout(long start, long stride, boolean channelsLast) {}

  RecordDataset(
      String name, ImageShape shape, int classes, Pixels pixels, Layout layout, int[] labels) {
    this.name = name;
    this.shape = shape;
    this.classes = classes;
    this.pixels = pixels;
    this.layout = layout;
    this.labels = labels;
    long end = layout.start() + (labels.length - 1L) * layout.stride() + shape.size();
    if (labels.length > 0 && end > pixels.length()) {
      throw new IllegalArgumentException(
          labels.length + " images end at byte " + end + " of " + pixels.length() + ".");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    Objects.checkIndex(index, labels.length);
    long position = layout.start() + index * layout.stride();
    if (!layout.channelsLast() || shape.channels() == 1) {
      pixels.read(position, into, offset, shape.size());
      return;
    }
    byte[] interleaved = new byte[shape.size()];
    pixels.read(position, interleaved, 0, interleaved.length);
    int plane = shape.height() * shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      for (int p = 0; p < plane; p++) {
        into[offset + c * plane + p] = interleaved[p * shape.channels() + c];
      }
    }
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public double difficulty(int index) {
    Objects.checkIndex(index, labels.length);
    return Double.NaN;
  }
}
