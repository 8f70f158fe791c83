package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution by ND4J, or {@link Depthwise}. */
final class Nd4jKernel implements ConvOperation {

  private static final int DILATION = 1;
  private static final int EXPLICIT_PADDING = 0;
  private static final int NCHW = 0;
  private static final int WEIGHTS_OIYX = 1;

  private final ConvShape shape;
  private final int samples;
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

  Nd4jKernel(ConvShape shape, int samples) {
    this.shape = shape;
    this.samples = samples;
    inputArray = ConvKernel.array(samples, shape.inChannels(), shape.inHeight(), shape.inWidth());
    outputArray =
        ConvKernel.array(samples, shape.outChannels(), shape.outHeight(), shape.outWidth());
    input = ConvKernel.buffer(inputArray);
    output = ConvKernel.buffer(outputArray);
    depthwise = shape.depthwise() ? new Depthwise(shape, samples) : null;
    forward =
        shape.depthwise()
            ? null
            : builder("conv2d")
                .addInputs(inputArray, ConvKernel.weights(shape))
                .addOutputs(outputArray)
                .build();
  }

  @Override
  public FloatBuffer input() {
    return input;
  }

  @Override
  public FloatBuffer output() {
    return output;
  }

  @Override
  public void forward(INDArray weights) {
    if (depthwise != null) {
      depthwise.forward(input, ConvKernel.buffer(weights), output);
    } else if (forward != null) {
      forward.setInputArgument(1, weights);
      Nd4j.exec(forward);
    }
  }

  @Override
  public int backwardSamples() {
    return samples;
  }

  @Override
  public FloatBuffer backwardInput() {
    return input;
  }

  @Override
  public FloatBuffer outputGradient() {
    return backwardPart().outputGradient;
  }

  @Override
  public FloatBuffer inputGradient() {
    return backwardPart().inputGradient;
  }

  @Override
  public FloatBuffer weightGradient() {
    return backwardPart().weightGradient;
  }

  @Override
  public void backward(INDArray weights, int first, boolean ofInput) {
    Backward part = backwardPart();
    if (depthwise != null) {
      depthwise.backward(
          input,
          ConvKernel.buffer(weights),
          part.outputGradient,
          part.inputGradient,
          part.weightGradient);
    } else if (part.operation != null) {
      part.operation.setInputArgument(1, weights);
      Nd4j.exec(part.operation);
    }
  }

  @Override
  public void backward(INDArray weights, int first, KeptCodes inputs, int sample, float unit) {
    throw new UnsupportedOperationException(
        "A convolution of ND4J takes values, not codes; fill backwardInput().");
  }

  @Override
  public void finishBackward() {
    // the weights' gradient came with that of the input
  }

  private Backward backwardPart() {
    Backward part = backward;
    if (part == null) {
      INDArray outputGradient = outputArray.ulike();
      outputGradient.assign(0);
      INDArray inputGradient = inputArray.ulike();
      INDArray weightGradient = ConvKernel.weights(shape);
      part =
          new Backward(
              List.of(outputGradient, inputGradient, weightGradient),
              ConvKernel.buffer(outputGradient),
              ConvKernel.buffer(inputGradient),
              ConvKernel.buffer(weightGradient),
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
}
