package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small integers, so that every order of additions gives the same sums. */
class ConvKernelTest {

  private static final int SAMPLES = 6;

  private final SplittableRandom random = new SplittableRandom(4);

  private void fill(FloatBuffer... buffers) {
    for (int i = 0; i < buffers[0].capacity(); i++) {
      int value = random.nextInt(19) - 9;
      for (FloatBuffer buffer : buffers) {
        buffer.put(i, value);
      }
    }
  }

  private static float[] all(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 3, 1, 9, 9",
    "3, 5, 5, 2, 11, 7",
    "16, 32, 3, 2, 8, 8",
    "16, 16, 3, 1, 28, 28", // two samples at a time
    "16, 16, 3, 1, 48, 48", // one
    "16, 32, 1, 2, 7, 7",
    "8, 24, 3, 1, 5, 6",
    "20, 10, 1, 1, 1, 1"
  })
  void givesWhatNd4jGives(int in, int out, int kernel, int stride, int height, int width) {
    ConvShape shape = new ConvShape(in, out, kernel, stride, height, width, false);
    ConvKernel fastest = new ConvKernel(shape, SAMPLES);
    ConvKernel nd4j = ConvKernel.ofNd4j(shape, SAMPLES);
    for (int round = 0; round < 2; round++) {
      INDArray weights = ConvKernel.weights(shape);
      fill(ConvKernel.buffer(weights));
      fill(fastest.input(), nd4j.input());
      fastest.forward(weights);
      nd4j.forward(weights);
      assertThat(all(fastest.output())).containsExactly(all(nd4j.output()));

      // Without the input's gradient, that of the weights is the same.
      for (boolean ofInput : new boolean[] {true, false}) {
        fill(ConvKernel.buffer(weights));
        fill(nd4j.input());
        fill(nd4j.outputGradient());
        nd4j.backward(weights, 0, true);
        nd4j.finishBackward();
        float[] inputGradients =
            backward(
                fastest, shape, weights, all(nd4j.input()), all(nd4j.outputGradient()), ofInput);
        assertThat(all(fastest.weightGradient())).containsExactly(all(nd4j.weightGradient()));
        if (ofInput) {
          assertThat(inputGradients).containsExactly(all(nd4j.inputGradient()));
        }
      }
    }
    if (OneDnn.load().isPresent() && in % 16 == 0 && out % 16 == 0) {
      int most = 25_088 / (Math.max(in, out) * height * width);
      assertThat(fastest.backwardSamples()).isEqualTo(Math.max(1, Math.min(SAMPLES, most)));
    }
  }

  /** Kept codes are bytes, the channels of a pixel one after the other. */
  @ParameterizedTest
  @CsvSource({
    "3, 5, 5, 2, 11, 7",
    "16, 16, 3, 1, 28, 28", // two samples at a time
    "16, 32, 3, 2, 8, 8",
    "8, 24, 3, 1, 5, 6", // filled up with channels of zeros
  })
  void keptCodesAreTheValuesThatTheyStandFor(
      int in, int out, int kernel, int stride, int height, int width) {
    ConvShape shape = new ConvShape(in, out, kernel, stride, height, width, false);
    ConvKernel fastest = new ConvKernel(shape, SAMPLES);
    ConvKernel ofValues = new ConvKernel(shape, SAMPLES);
    INDArray weights = ConvKernel.weights(shape);
    fill(ConvKernel.buffer(weights));
    int size = shape.inputSize();
    int offset = 2;
    KeptCodes kept = new KeptCodes(shape, SAMPLES + offset);
    float[] gradients = new float[SAMPLES * shape.outputSize()];
    for (float unit : new float[] {0.5f, 0.25f}) {
      float[] values = new float[SAMPLES * size];
      for (int i = 0; i < values.length; i++) {
        int code = i < 300 ? 255 - i % 256 : random.nextInt(256);
        int pixels = height * width;
        int at = i % size % pixels * in + i % size / pixels;
        kept.at(offset + i / size).put(at, (byte) code);
        values[i] = code * unit;
      }
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = random.nextInt(-9, 10);
      }
      float[] expected = backward(ofValues, shape, weights, values, gradients, true);
      float[] expectedWeights = all(ofValues.weightGradient());
      if (OneDnn.load().isEmpty()) {
        assertThatThrownBy(() -> fastest.backward(weights, 0, kept, offset, unit))
            .isInstanceOf(UnsupportedOperationException.class);
        return;
      }
      float[] found = new float[values.length];
      int together = fastest.backwardSamples();
      for (int first = 0; first < SAMPLES; first += together) {
        int outSize = shape.outputSize();
        fastest.outputGradient().put(0, gradients, first * outSize, together * outSize);
        fastest.backward(weights, first, kept, offset + first, unit);
        fastest.inputGradient().get(0, found, first * size, together * size);
      }
      fastest.finishBackward();
      assertThat(all(fastest.weightGradient())).containsExactly(expectedWeights);
      assertThat(found).containsExactly(expected);
    }
  }

  /** Takes as many samples at a time as the kernel wants, and returns their inputs' gradients. */
  private static float[] backward(
      ConvKernel kernel,
      ConvShape shape,
      INDArray weights,
      float[] inputs,
      float[] gradients,
      boolean ofInput) {
    float[] found = new float[inputs.length];
    int together = kernel.backwardSamples();
    int in = shape.inputSize();
    int out = shape.outputSize();
    for (int first = 0; first < SAMPLES; first += together) {
      kernel.backwardInput().put(0, inputs, first * in, together * in);
      kernel.outputGradient().put(0, gradients, first * out, together * out);
      kernel.backward(weights, first, ofInput);
      kernel.inputGradient().get(0, found, first * in, together * in);
    }
    kernel.finishBackward();
    return found;
  }
}
