package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against nested loops, on integers, so that sums are exact in any order. */
class DepthwiseTest {

  private static final int SAMPLES = 3;
  private static final int CHANNELS = 2;

  private final SplittableRandom random = new SplittableRandom(1);

  private float[] integers(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(19) - 9;
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 4, 5", "3, 1, 6, 5", "3, 2, 7, 6", "3, 2, 6, 7", "5, 1, 5, 5", "5, 2, 3, 8"})
  void equalsNestedLoopsAlsoAfterGarbageCollection(int kernel, int stride, int height, int width) {
    ConvShape shape = new ConvShape(CHANNELS, CHANNELS, kernel, stride, height, width, true);
    ConvKernel convolution = new ConvKernel(shape, SAMPLES);
    INDArray nativeWeights = ConvKernel.weights(shape);
    for (int round = 0; round < 2; round++) {
      float[] input = integers(SAMPLES * shape.inputSize());
      float[] weights = integers(shape.weights());
      float[] gradient = integers(SAMPLES * shape.outputSize());
      convolution.input().put(0, input);
      ConvKernel.buffer(nativeWeights).put(0, weights);
      convolution.forward(nativeWeights);
      convolution.outputGradient().put(0, gradient);
      // The buffers must own their memory: it would now be freed, and given to somebody else.
      System.gc();
      for (int i = 0; i < 20; i++) {
        ConvKernel.weights(shape).assign(77);
      }
      assertThat(convolution.backwardSamples()).isEqualTo(SAMPLES);
      convolution.backward(nativeWeights, 0, true);
      convolution.finishBackward();
      check(shape, convolution, input, weights, gradient);
    }
  }

  private static void check(
      ConvShape shape, ConvKernel convolution, float[] input, float[] weights, float[] gradient) {
    float[] output = new float[gradient.length];
    float[] inputGradient = new float[input.length];
    float[] weightGradient = new float[weights.length];
    int k = shape.kernel();
    for (int plane = 0; plane < SAMPLES * CHANNELS; plane++) {
      for (int y = 0; y < shape.outHeight(); y++) {
        for (int x = 0; x < shape.outWidth(); x++) {
          int at = (plane * shape.outHeight() + y) * shape.outWidth() + x;
          for (int tap = 0; tap < k * k; tap++) {
            int row = y * shape.stride() + tap / k - shape.padding();
            int column = x * shape.stride() + tap % k - shape.padding();
            if (row >= 0 && row < shape.inHeight() && column >= 0 && column < shape.inWidth()) {
              int from = (plane * shape.inHeight() + row) * shape.inWidth() + column;
              int weight = plane % CHANNELS * k * k + tap;
              output[at] += input[from] * weights[weight];
              inputGradient[from] += gradient[at] * weights[weight];
              weightGradient[weight] += gradient[at] * input[from];
            }
          }
        }
      }
    }
    float[] found = new float[output.length];
    convolution.output().get(0, found);
    assertThat(found).containsExactly(output);
    found = new float[input.length];
    convolution.inputGradient().get(0, found);
    assertThat(found).containsExactly(inputGradient);
    found = new float[weights.length];
    convolution.weightGradient().get(0, found);
    assertThat(found).containsExactly(weightGradient);
  }
}
