package org.arbit.supernet.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Several data sets of one shape, one after the other, as a view. */
final class JoinedDataset implements Dataset {

  private final List<Dataset> parts;

  /** First index of each part, and the end of the last. */
  private final int[] starts;

  JoinedDataset(List<Dataset> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
    }
  }

  @Override
  public String name() {
    return parts.get(0).name();
  }

  @Override
  public ImageShape shape() {
    return parts.get(0).shape();
  }

  @Override
  public int classes() {
    return parts.get(0).classes();
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    int part = part(index);
    parts.get(part).image(index - starts[part], into, offset);
  }

  @Override
  public int label(int index) {
    int part = part(index);
    return parts.get(part).label(index - starts[part]);
  }

  @Override
  public double difficulty(int index) {
    int part = part(index);
    return parts.get(part).difficulty(index - starts[part]);
  }

  private int part(int index) {
    int found = Arrays.binarySearch(starts, Objects.checkIndex(index, size()));
    return found >= 0 ? found : -found - 2;
  }
}
