package org.arbit.supernet.data;

/**
 * Labelled 8-bit images of one shape. Immutable and safe to share; where the pixels come from
 * (memory, a mapped file) is the implementation's affair.
 */
public interface Dataset {

  /** Returns the name, for example {@code strokes}. */
  String name();

  /** Returns the shape of every image. */
  ImageShape shape();

  /** Returns the number of classes; labels are 0..classes-1. */
  int classes();

  /** Returns the number of images. */
  int size();

  /**
   * Copies an image, channel by channel and row by row, as unsigned bytes.
   *
   * @param index 0..size-1
   * @param into receives {@code shape().size()} bytes from {@code offset}
   */
  void image(int index, byte[] into, int offset);

  /** Returns the label of image {@code index}. */
  int label(int index);

  /** Returns the given difficulty of image {@code index} in [0, 1], or NaN where none is known. */
  double difficulty(int index);
}
