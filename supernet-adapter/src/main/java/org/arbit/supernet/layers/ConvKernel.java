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

  /** Returns the gradient of the output, to be filled before {@link #backward}. */
  public FloatBuffer outputGradient() {
    return operation.outputGradient();
  }

  /** Returns the gradient of the input that the last {@link #backward} gave, if it was wanted. */
  public FloatBuffer inputGradient() {
    return operation.inputGradient();
  }

  /** Returns the gradient of the weights, summed over the samples of the last {@link #backward}. */
  public FloatBuffer weightGradient() {
    return operation.weightGradient();
  }

  /**
   * Computes the gradients of the weights and, if wanted, the input from those of the output.
   *
   * @param ofInput whether that of the input is wanted, too
   */
  public void backward(INDArray weights, boolean ofInput) {
    operation.backward(weights, ofInput);
  }

  static INDArray array(long... shape) {
    return Nd4j.create(DataType.FLOAT, shape);
  }
}
