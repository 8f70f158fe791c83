package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkipTest {

  private static final int HEIGHT = 6;
  private static final int WIDTH = 10;

  private final SplittableRandom random = new SplittableRandom(1);

  /** The gradient of a linear map is its transpose: v * (A u) = (A' v) * u for all u and v. */
  @ParameterizedTest
  @CsvSource({"1, 7", "1, 20", "1, 180", "2, 8", "2, 10", "2, 20", "2, 34", "2, 180"})
  void theGradientIsTheTransposeWhereverABlockBegins(int stride, int length) {
    ConvShape source = new ConvShape(3, 5, 3, stride, HEIGHT, WIDTH, false);
    ConvShape target = new ConvShape(5, 5, 3, 1, source.outHeight(), source.outWidth(), false);
    float[] u = integers(2 + source.inputSize());
    float[] v = integers(4 + target.outputSize());
    float[] resized = new float[target.outputSize()];
    Skip.resize(u, 2, source, target, resized, 0);

    float[] back = new float[source.inputSize()];
    for (int first = 0; first < back.length; first += length) {
      int n = Math.min(length, back.length - first);
      float[] block = new float[length];
      Skip.resizeBackward(v, 4, source, target, first, block, n);
      System.arraycopy(block, 0, back, first, n);
    }

    assertThat(product(v, 4, resized)).isEqualTo(product(u, 2, back)).isNotZero();
  }

  /** In blocks of one or more pairs of rows, of which the last may have fewer. */
  @ParameterizedTest
  @CsvSource({"20", "50", "64", "1024"})
  void averagesAreTheSameInBlocks(int length) {
    ConvShape source = new ConvShape(3, 5, 3, 2, HEIGHT, WIDTH, false);
    ConvShape target = new ConvShape(5, 5, 3, 1, HEIGHT / 2, WIDTH / 2, false);
    int size = source.inputSize();
    float[] maps = integers(2 * size);
    float[] resized = new float[target.outputSize()];
    Skip.resize(maps, size, source, target, resized, 0);

    float[] into = new float[7 + size / 4];
    Skip.average(MapReader.of(maps, size), 1, source, new float[length], into, 7);

    assertThat(Arrays.copyOfRange(into, 7, into.length))
        .containsExactly(Arrays.copyOf(resized, size / 4));
    assertThat(Arrays.copyOf(into, 7)).containsOnly(0f);
  }

  private float[] integers(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(-9, 10);
    }
    return values;
  }

  private static double product(float[] a, int from, float[] b) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += (double) a[from + i] * b[i];
    }
    return sum;
  }
}
