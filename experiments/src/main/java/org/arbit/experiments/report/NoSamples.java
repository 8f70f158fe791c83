package org.arbit.experiments.report;

import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;

/** The test split of a report that shows no samples. */
final class NoSamples implements Dataset {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(1, 1, 1);
  }

  @Override
  public int classes() {
    return 1;
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public int label(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public double difficulty(int index) {
    throw new IndexOutOfBoundsException(index);
  }
}
