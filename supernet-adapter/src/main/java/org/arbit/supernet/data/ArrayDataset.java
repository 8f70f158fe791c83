package org.arbit.supernet.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A data set in memory. The arrays are taken over, not copied. */
public final class ArrayDataset implements Dataset {

  private final String name;
  private final ImageShape shape;
  private final int classes;
  private final byte[] pixels;
  private final byte[] labels;
  private final float @Nullable [] difficulties;

  /**
   * Creates a data set; the caller must not change the arrays afterwards.
   *
   * @param name for example {@code strokes}
   * @param shape of every image
   * @param classes number of classes, at most 256
   * @param pixels {@code size x channels x height x width} unsigned bytes
   * @param labels one unsigned byte per image
   * @param difficulties one value in [0, 1] per image, or null where none is known
   * @throws IllegalArgumentException if the lengths do not fit or a label is not a class
   */
  public ArrayDataset(
      String name,
      ImageShape shape,
      int classes,
      byte[] pixels,
      byte[] labels,
      float @Nullable [] difficulties) {
    this.name = Objects.requireNonNull(name);
    this.shape = Objects.requireNonNull(shape);
    this.classes = classes;
    this.pixels = pixels;
    this.labels = labels;
    this.difficulties = difficulties;
    if (pixels.length != (long) labels.length * shape.size()) {
      throw new IllegalArgumentException(
          labels.length + " images of " + shape + " do not have " + pixels.length + " bytes.");
    }
    if (difficulties != null && difficulties.length != labels.length) {
      throw new IllegalArgumentException(
          labels.length + " images do not have " + difficulties.length + " difficulties.");
    }
    for (int i = 0; i < labels.length; i++) {
      if (label(i) >= classes) {
        throw new IllegalArgumentException(
            "Label " + label(i) + " of image " + i + " is not one of 0.." + (classes - 1) + ".");
      }
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
    System.arraycopy(pixels, index * shape.size(), into, offset, shape.size());
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }

  @Override
  public double difficulty(int index) {
    Objects.checkIndex(index, labels.length);
    return difficulties == null ? Double.NaN : difficulties[index];
  }
}
