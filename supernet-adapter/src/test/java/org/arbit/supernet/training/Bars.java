package org.arbit.supernet.training;

import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.data.SplitMix64;

/** Class k is a bright row at height 4k, on noise: anything that learns at all gets it right. */
record Bars(int size) implements Dataset {

  @Override
  public String name() {
    return "bars";
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(1, 16, 16);
  }

  @Override
  public int classes() {
    return 4;
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    SplitMix64 random = SplitMix64.of(3, index);
    for (int i = 0; i < 256; i++) {
      int bright = i / 16 / 4 == label(index) ? 150 : 0;
      into[offset + i] = (byte) (bright + random.nextInt(100));
    }
  }

  @Override
  public int label(int index) {
    return index % 4;
  }

  @Override
  public double difficulty(int index) {
    return Double.NaN;
  }
}
