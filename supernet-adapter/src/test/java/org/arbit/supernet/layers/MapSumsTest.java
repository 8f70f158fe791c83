package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MapSumsTest {

  private static final int CHANNELS = 5;

  /** Channels begin and end within a block. */
  private static final int PLANE = 7 * 61;

  private static final int SIZE = CHANNELS * PLANE;
  private static final int SAMPLES = 3;

  private final SplittableRandom random = new SplittableRandom(1);
  private final double[] first = new double[CHANNELS];
  private final double[] second = new double[CHANNELS];

  @Test
  void scaledSamplesAndTheirSquares() {
    float[] values = values();
    float[] into = new float[SAMPLES * SIZE];
    MapSums sums = used();
    sums.start(SIZE);
    sums.addScaled(FloatBuffer.wrap(values), 2, 0.5f, into, 0);
    float[] last = Arrays.copyOfRange(values, 2 * SIZE, SAMPLES * SIZE);
    sums.addScaled(FloatBuffer.wrap(last), 1, 0.5f, into, 2 * SIZE);
    sums.first(first, PLANE);
    sums.second(second, PLANE);

    double[][] expected = new double[2][CHANNELS];
    for (int i = 0; i < values.length; i++) {
      double v = 0.5 * values[i];
      assertThat((double) into[i]).isEqualTo(v);
      expected[0][i % SIZE / PLANE] += v;
      expected[1][i % SIZE / PLANE] += v * v;
    }
    assertClose(expected);
  }

  @Test
  void productsWithWhatDiffersFromTheCenters() {
    float[] gradient = values();
    float[] output = values();
    float[] centers = {0.5f, -3f, 0f, 7f, 1f};
    MapSums sums = used();
    sums.start(centers, PLANE);
    for (int i = 0; i < SAMPLES; i++) {
      addProducts(sums, gradient, output, i * SIZE, SIZE);
    }
    sums.first(first, PLANE);
    sums.second(second, PLANE);

    double[][] expected = new double[2][CHANNELS];
    for (int i = 0; i < gradient.length; i++) {
      int channel = i % SIZE / PLANE;
      expected[0][channel] += gradient[i];
      expected[1][channel] += gradient[i] * ((double) output[i] - centers[channel]);
    }
    assertClose(expected);
  }

  private static void addProducts(
      MapSums sums, float[] gradient, float[] output, int at, int size) {
    for (int first = 0; first < size; first += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, size - first);
      float[] block = Arrays.copyOfRange(gradient, at + first, at + first + n);
      sums.addProducts(block, first, n, output, at);
    }
  }

  private float[] values() {
    float[] values = new float[SAMPLES * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /** One that has summed larger maps before. */
  private static MapSums used() {
    MapSums sums = new MapSums();
    float[] ones = new float[2 * SIZE];
    Arrays.fill(ones, 1);
    sums.start(new float[] {1f, 2f}, SIZE);
    addProducts(sums, ones, ones, 0, 2 * SIZE);
    return sums;
  }

  /** Float sums of 1,300 values of magnitude 1 are right to some 1e-5 each. */
  private void assertClose(double[][] expected) {
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(first[c]).isCloseTo(expected[0][c], within(1e-4));
      assertThat(second[c]).isCloseTo(expected[1][c], within(5e-4));
    }
  }
}
