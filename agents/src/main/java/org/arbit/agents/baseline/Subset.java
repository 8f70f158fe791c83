package org.arbit.agents.baseline;

import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;

/** The first so many samples of a data set. */
record Subset(Dataset whole, int size) implements Dataset {

  /** Returns at most {@code most} samples. */
  static Dataset of(Dataset whole, int most) {
    return whole.size() <= most ? whole : new Subset(whole, most);
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
  public void image(int index, byte[] into, int offset) {
    whole.image(index, into, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(index);
  }

  @Override
  public double difficulty(int index) {
    return whole.difficulty(index);
  }
}
