package org.arbit.supernet.data;

import java.util.Objects;

/** Chosen images of another data set, as a view: no pixel is copied. */
public final class SubsetDataset implements Dataset {

  private final Dataset whole;
  private final int[] indices;

  /**
   * Creates the view.
   *
   * @param whole the data set to choose from
   * @param indices of the images in {@code whole}, in the order of the view
   * @throws IndexOutOfBoundsException if {@code whole} has no such image
   */
  public SubsetDataset(Dataset whole, int[] indices) {
    this.whole = whole;
    this.indices = indices.clone();
    for (int index : indices) {
      Objects.checkIndex(index, whole.size());
    }
  }

  /** Returns images from..to-1 of {@code whole}. */
  public static SubsetDataset range(Dataset whole, int from, int to) {
    Objects.checkFromToIndex(from, to, whole.size());
    int[] indices = new int[to - from];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = from + i;
    }
    return new SubsetDataset(whole, indices);
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public ImageShape shape() {
    return whole.shape();
  }

  @Override
  public int classes() {
    return whole.classes();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    whole.image(indices[index], into, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(indices[index]);
  }

  @Override
  public double difficulty(int index) {
    return whole.difficulty(indices[index]);
  }
}
