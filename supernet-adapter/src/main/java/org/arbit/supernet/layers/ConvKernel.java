package org.arbit.supernet.layers;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution of a fixed number of samples with its own native memory for input, output and
 * gradients, so that running it allocates nothing. Whoever uses it copies rows in and out through
 * the buffers, which is where quantization and batch-norm happen anyway. One thread at a time.
 */
public final class ConvKernel {

  private final ConvOperation operation;

  /**
   * Makes a kernel of the fastest kind: oneDNN's where there is one, else ND4J's, and plain loops
   * for depthwise convolutions.
   *
   * @param samples number of samples that each run computes
   */
  public ConvKernel(ConvShape shape, int samples) {
    this(
        OneDnn.load()
            .filter(library -> !shape.depthwise())
            .<ConvOperation>map(library -> new OneDnnKernel(library, shape, samples))
            .orElseGet(() -> new Nd4jKernel(shape, samples)));
  }

  private ConvKernel(ConvOperation operation) {
    this.operation = operation;
  }

  /** Makes a kernel that uses ND4J whatever else there is. */
  public static ConvKernel ofNd4j(ConvShape shape, int samples) {
    return new ConvKernel(new Nd4jKernel(shape, samples));
  }

  /** Returns a native array for the weights of such a convolution, filled with zeros. */
  public static INDArray weights(ConvShape shape) {
    return shape.depthwise()
        ? array(1, shape.outChannels(), shape.kernel(), shape.kernel())
        : array(shape.outChannels(), shape.inChannels(), shape.kernel(), shape.kernel());
  }

  /**
   * Returns a view of the memory of {@code array}, which must be a whole C-ordered array. The view
   * does not keep it: once the array is garbage, its memory is freed.
   */
  public static FloatBuffer buffer(INDArray array) {
    ByteBuffer bytes = array.data().pointer().asByteBuffer();
    return bytes.asFloatBuffer();
  }

  /** Returns the input, {@code samples x inputSize}. */
  public FloatBuffer input() {
    return operation.input();
  }

  /** Returns the output of the last {@link #forward}, {@code samples x outputSize}. */
  public FloatBuffer output() {
    return operation.output();
  }

  /** Convolves the input with the given weights. */
  public void forward(INDArray weights) {
    operation.forward(weights);
  }

  /**
   * Returns the number of samples that a backward pass takes at a time, a divisor of the kernel's:
   * as many as stay in a core's cache with all that is computed from them, or all where an engine
   * cannot take them in parts.
   */
  public int backwardSamples() {
    return operation.backwardSamples();
  }

  /**
   * Returns the input to be filled before {@link #backward}, {@code backwardSamples x inputSize};
   * it may be the memory of {@link #input}.
   */
  public FloatBuffer backwardInput() {
    return operation.backwardInput();
  }

  /**
   * Returns the gradient of the output, to be filled before {@link #backward}, {@code
   * backwardSamples x outputSize}.
   */
  public FloatBuffer outputGradient() {
    return operation.outputGradient();
  }

  /**
   * Returns the gradient of the input that the last {@link #backward} gave, if it was wanted,
   * {@code backwardSamples x inputSize}.
   */
  public FloatBuffer inputGradient() {
    return operation.inputGradient();
  }

  /**
   * Returns the gradient of the weights, summed over all samples, after {@link #finishBackward}.
   */
  public FloatBuffer weightGradient() {
    return operation.weightGradient();
  }

  /**
   * Takes input and gradient of the output of some samples, and computes the gradient of their
   * input if it is wanted.
   *
   * @param weights the same, with the same values, for all of a pass
   * @param first index of the first of them: 0, then {@link #backwardSamples} more each time
   * @param ofInput whether the gradient of the input is wanted; the same for all of a pass
   */
  public void backward(INDArray weights, int first, boolean ofInput) {
    operation.backward(weights, first, ofInput);
  }

  /**
   * Does the same, gradient of the input included, but takes the input from codes that a forward
   * pass kept. There is no need to fill {@link #backwardInput}.
   *
   * @param weights as above
   * @param first as above
   * @param inputs codes of the batch
   * @param sample index in the batch of the first sample
   * @param unit what a code is multiplied with
   * @throws UnsupportedOperationException if this kernel is not oneDNN's
   */
  void backward(INDArray weights, int first, KeptCodes inputs, int sample, float unit) {
    operation.backward(weights, first, inputs, sample, unit);
  }

  /** Computes the gradient of the weights, once {@link #backward} has had all samples. */
  public void finishBackward() {
    operation.finishBackward();
  }

  static INDArray array(long... shape) {
    return Nd4j.create(DataType.FLOAT, shape);
  }
}
