package org.arbit.experiments.testing;

import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;

/** Images of two pixels for {@link FakeNetwork}: the label, and the bits that are needed, 2..7. */
public record FakeDataset(int size, boolean knowsDifficulty) implements Dataset {

  /** Returns three splits of the same kind. */
  public static DataSplits splits(int size) {
    FakeDataset part = new FakeDataset(size, true);
    return new DataSplits("fake", "da7a", part, part, part);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(1, 1, 2);
  }

  @Override
  public int classes() {
    return 4;
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    into[offset] = (byte) label(index);
    into[offset + 1] = (byte) need(index);
  }

  @Override
  public int label(int index) {
    return index % 4;
  }

  /** Returns the mean bits from which sample {@code index} is classified correctly. */
  public int need(int index) {
    return 2 + index % 6;
  }

  @Override
  public double difficulty(int index) {
    return knowsDifficulty ? index % 6 / 5.0 : Double.NaN;
  }
}
