package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against the formulas in double precision; channels of 7 x 7 take another way than longer ones.
 */
class BatchNormTest {

  private static final int CHANNELS = 3;
  private static final int SAMPLES = 4;
  private static final int ROW = 1;
  private static final double EPSILON = 1e-5;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Scratch scratch = new Scratch();

  @ParameterizedTest
  @ValueSource(ints = {7, 14})
  void normalizesAddsAndCutsOff(int side) {
    Example example = new Example(side);
    for (float[] skip : new float[][] {null, example.random()}) {
      float[] into = new float[example.output.length];
      for (int n = 0; n < SAMPLES; n++) {
        MapReader others = skip == null ? null : MapReader.of(skip, example.size);
        example.norm.run(scratch, n, others, into);
      }
      for (int i = 0; i < into.length; i++) {
        double expected = example.affine(i) + (skip == null ? 0 : skip[i]);
        assertThat((double) into[i]).isCloseTo(Math.max(expected, 0), within(2e-6));
      }
    }
  }

  /** Wherever a piece begins and ends, and whoever asks. */
  @ParameterizedTest
  @ValueSource(ints = {7, 14, 20})
  void piecesAreThoseOfTheWhole(int side) {
    Example example = new Example(side);
    float[] whole = new float[example.output.length];
    for (int n = 0; n < SAMPLES; n++) {
      example.norm.run(scratch, n, null, whole);
    }
    int size = example.size;
    int[][] pieces = {{0, size}, {0, 5}, {side * side - 1, 2}, {30, size - 31}, {size - 1, 1}};
    for (int[] piece : pieces) {
      float[] into = new float[size + 1];
      float[] linear = new float[size + 1];
      float[] codes = new float[size + 1];
      example.norm.read(2, piece[0], into, piece[1]);
      example.norm.readCodes(2, piece[0], codes, piece[1], 5f, 7f);
      example.norm.readLinear(2, piece[0], linear, piece[1]);
      int from = 2 * size + piece[0];
      for (int i = 0; i < piece[1]; i++) {
        assertThat((double) linear[i]).isCloseTo(example.affine(from + i), within(2e-6));
        assertThat(into[i]).isEqualTo(whole[from + i]);
        assertThat((double) codes[i]).isEqualTo(Math.min(Math.rint(5f * into[i]), 7));
      }
      assertThat(into[piece[1]]).isZero();
      assertThat(codes[piece[1]]).isZero();
      assertThat(linear[piece[1]]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 14})
  void gradientsGoBackThroughTheStatistics(int side) {
    Example example = new Example(side);
    example.sumGradients();
    FloatBuffer into = FloatBuffer.allocate(example.output.length);
    for (int n = 0; n < SAMPLES; n++) {
      // Samples come out in another order than they lie in.
      example.norm.backward(scratch, n * example.size, into, (SAMPLES - 1 - n) * example.size);
    }
    for (int i = 0; i < example.output.length; i++) {
      int c = example.channel(i);
      double expected =
          example.scale[c]
              / example.deviation(c)
              * (example.gradient[i]
                  - example.mean(example.gradient, null, c)
                  - example.normal(i) * example.mean(example.gradient, example.normals(), c));
      int n = i / example.size;
      int at = (SAMPLES - 1 - n) * example.size + i % example.size;
      assertThat((double) into.get(at)).isCloseTo(expected, within(2e-6));
    }
  }

  /** Four samples in two shards. */
  private final class Example {
    final int plane;
    final int size;
    final float[] output;
    final float[] gradient;
    final float[] scale = {0.7f, -1.2f, 1.1f};
    final float[] shift = {0.1f, 0.2f, -0.3f};
    final BatchNorm norm;

    Example(int side) {
      plane = side * side;
      size = CHANNELS * plane;
      output = random();
      gradient = random();
      ConvShape shape = new ConvShape(1, CHANNELS, 1, 1, side, side, false);
      norm = new BatchNorm("layer", 2, shape, 2, output, gradient);
      norm.initialize();
      List<Parameter> parameters = norm.parameters();
      System.arraycopy(scale, 0, parameters.get(0).value(), ROW * CHANNELS, CHANNELS);
      System.arraycopy(shift, 0, parameters.get(1).value(), ROW * CHANNELS, CHANNELS);
      norm.choose(ROW, 2);
      for (int n = 0; n < SAMPLES; n++) {
        if (n % 2 == 0) {
          norm.clearSums(n / 2);
        }
        norm.addMoments(new Scratch(), n / 2, n * size);
      }
      norm.finishStatistics(SAMPLES, 0.1);
    }

    void sumGradients() {
      for (int n = 0; n < SAMPLES; n++) {
        if (n % 2 == 0) {
          norm.clearSums(n / 2);
        }
        norm.addProducts(new Scratch(), n / 2, n * size);
      }
      norm.finishSums(SAMPLES);
    }

    float[] random() {
      float[] values = new float[SAMPLES * size];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-1, 2);
      }
      return values;
    }

    int channel(int i) {
      return i % size / plane;
    }

    double mean(float[] values, double @Nullable [] factors, int channel) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += channel(i) == channel ? values[i] * (factors == null ? 1 : factors[i]) : 0;
      }
      return sum / (SAMPLES * plane);
    }

    double deviation(int channel) {
      double mean = mean(output, null, channel);
      double square = 0;
      for (int i = 0; i < output.length; i++) {
        square += channel(i) == channel ? Math.pow(output[i] - mean, 2) : 0;
      }
      return Math.sqrt(square / (SAMPLES * plane) + EPSILON);
    }

    double[] normals() {
      double[] normals = new double[output.length];
      double[] means = new double[CHANNELS];
      double[] deviations = new double[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        means[c] = mean(output, null, c);
        deviations[c] = deviation(c);
      }
      for (int i = 0; i < normals.length; i++) {
        normals[i] = (output[i] - means[channel(i)]) / deviations[channel(i)];
      }
      return normals;
    }

    double normal(int i) {
      return (output[i] - mean(output, null, channel(i))) / deviation(channel(i));
    }

    double affine(int i) {
      return scale[channel(i)] * normal(i) + shift[channel(i)];
    }
  }
}
