package org.arbit.supernet.layers;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution of a fixed number of samples, ND4J's or {@link Depthwise}, with its own native
 * memory for input, output and gradients, so that running it allocates nothing. Whoever uses it
 * copies rows in and out through the buffers, which is where quantization and batch-norm happen
 * anyway. One thread at a time.
 */
public final class ConvKernel {

  private static final int DILATION = 1;
  private static final int EXPLICIT_PADDING = 0;
  private static final int NCHW = 0;
  private static final int WEIGHTS_OIYX = 1;

  private final ConvShape shape;
  private final INDArray inputArray;
  private final FloatBuffer input;
  private final FloatBuffer output;
  private final @Nullable DynamicCustomOp forward;
  private final @Nullable Depthwise depthwise;
  private final INDArray outputArray;
  private @Nullable Backward backward;

  /**
   * What only training needs.
   *
   * @param owners of the memory of the buffers, which would be freed without them
   */
  private record Backward(
      List<INDArray> owners,
      FloatBuffer outputGradient,
      FloatBuffer inputGradient,
      FloatBuffer weightGradient,
      @Nullable DynamicCustomOp operation) {}

  /**
   * Makes a kernel.
   *
   * @param samples number of samples that each run computes
   */
  public ConvKernel(ConvShape shape, int samples) {
    this.shape = shape;
    inputArray = array(samples, shape.inChannels(), shape.inHeight(), shape.inWidth());
    outputArray = array(samples, shape.outChannels(), shape.outHeight(), shape.outWidth());
    input = buffer(inputArray);
    output = buffer(outputArray);
    depthwise = shape.depthwise() ? new Depthwise(shape, samples) : null;
    forward =
        shape.depthwise()
            ? null
            : builder("conv2d")
                .addInputs(inputArray, weights(shape))
                .addOutputs(outputArray)
                .build();
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
    return input;
  }

  /** Returns the output of the last {@link #forward}, {@code samples x outputSize}. */
  public FloatBuffer output() {
    return output;
  }

  /** Convolves the input with the given weights. */
  public void forward(INDArray weights) {
    if (depthwise != null) {
      depthwise.forward(input, buffer(weights), output);
    } else if (forward != null) {
      forward.setInputArgument(1, weights);
      Nd4j.exec(forward);
    }
  }

  /** Returns the gradient of the output, to be filled before {@link #backward}. */
  public FloatBuffer outputGradient() {
    return backwardPart().outputGradient;
  }

  /** Returns the gradient of the input that the last {@link #backward} gave. */
  public FloatBuffer inputGradient() {
    return backwardPart().inputGradient;
  }

  /** Returns the gradient of the weights, summed over the samples of the last {@link #backward}. */
  public FloatBuffer weightGradient() {
    return backwardPart().weightGradient;
  }

  /** Computes the gradients of input and weights from those of the output. */
  public void backward(INDArray weights) {
    Backward part = backwardPart();
    if (depthwise != null) {
      depthwise.backward(
          input, buffer(weights), part.outputGradient, part.inputGradient, part.weightGradient);
    } else if (part.operation != null) {
      part.operation.setInputArgument(1, weights);
      Nd4j.exec(part.operation);
    }
  }

  private Backward backwardPart() {
    Backward part = backward;
    if (part == null) {
      INDArray outputGradient = outputArray.ulike();
      outputGradient.assign(0);
      INDArray inputGradient = inputArray.ulike();
      INDArray weightGradient = weights(shape);
      part =
          new Backward(
              List.of(outputGradient, inputGradient, weightGradient),
              buffer(outputGradient),
              buffer(inputGradient),
              buffer(weightGradient),
              shape.depthwise()
                  ? null
                  : builder("conv2d_bp")
                      .addInputs(inputArray, weightGradient, outputGradient)
                      .addOutputs(inputGradient, weightGradient)
                      .build());
      backward = part;
    }
    return part;
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder builder(String operation) {
    return DynamicCustomOp.builder(operation)
        .addIntegerArguments(
            shape.kernel(),
            shape.kernel(),
            shape.stride(),
            shape.stride(),
            shape.padding(),
            shape.padding(),
            DILATION,
            DILATION,
            EXPLICIT_PADDING,
            NCHW,
            WEIGHTS_OIYX);
  }

  private static INDArray array(long... shape) {
    return Nd4j.create(DataType.FLOAT, shape);
  }
}
