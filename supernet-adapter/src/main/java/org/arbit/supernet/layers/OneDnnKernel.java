package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution in float by oneDNN itself. Maps come and go channel by channel and are brought into
 * the layout that oneDNN likes best, which takes a twentieth of the time.
 */
final class OneDnnKernel implements ConvOperation {

  private static final memory.data_type FLOAT = memory.data_type.f32;
  private static final memory.format_tag ANY = memory.format_tag.any;
  private static final memory.format_tag PLAIN = memory.format_tag.nchw;

  private final ConvShape shape;
  private final int samples;
  private final engine cpu;
  private final stream calls;
  private final convolution_forward.primitive_desc operation;
  private final Array input;
  private final Array output;
  private final Turned inputTurned;
  private final Turned weightsTurned;
  private final Turned outputTurned;
  private final memory weights;
  private final Call forward;
  private @Nullable Backward backward;

  OneDnnKernel(OneDnn library, ConvShape shape, int samples) {
    this.shape = shape;
    this.samples = samples;
    cpu = library.engine();
    calls = new stream(cpu);
    operation =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                dnnl.prop_kind.forward_training,
                dnnl.algorithm.convolution_direct,
                OneDnn.input(shape, samples, FLOAT, ANY),
                OneDnn.weights(shape, FLOAT, ANY),
                OneDnn.output(shape, samples, ANY),
                OneDnn.strides(shape),
                OneDnn.padding(shape),
                OneDnn.farPadding(shape)),
            cpu);
    input = new Array(OneDnn.input(shape, samples, FLOAT, PLAIN));
    output = new Array(OneDnn.output(shape, samples, PLAIN));
    weights = new memory(OneDnn.weights(shape, FLOAT, memory.format_tag.oihw), cpu);
    inputTurned = new Turned(input.values, operation.src_desc());
    weightsTurned = new Turned(weights, operation.weights_desc());
    outputTurned = new Turned(output.values, operation.dst_desc());
    forward =
        new Call(new convolution_forward(operation))
            .with(dnnl.DNNL_ARG_SRC, inputTurned.inside)
            .with(dnnl.DNNL_ARG_WEIGHTS, weightsTurned.inside)
            .with(dnnl.DNNL_ARG_DST, outputTurned.inside);
  }

  /** Memory that Java and oneDNN share. */
  private final class Array {
    final FloatPointer pointer;
    final FloatBuffer buffer;
    final memory values;

    Array(memory.desc form) {
      pointer = new FloatPointer(form.get_size() / Float.BYTES);
      pointer.zero();
      buffer = pointer.asBuffer();
      values = new memory(form, cpu, pointer);
    }
  }

  /** A plain array and its twin in oneDNN's layout; the same where that is plain as well. */
  private final class Turned {
    final memory outside;
    final memory inside;
    private final @Nullable reorder into;
    private final @Nullable reorder back;

    Turned(memory outside, memory.desc form) {
      this.outside = outside;
      boolean same = outside.get_desc().equals(form);
      inside = same ? outside : new memory(form, cpu);
      into = same ? null : new reorder(outside, inside);
      back = same ? null : new reorder(inside, outside);
    }

    void enter() {
      if (into != null) {
        into.execute(calls, outside, inside);
      }
    }

    void leave() {
      if (back != null) {
        back.execute(calls, inside, outside);
      }
    }
  }

  /** A primitive with its arguments. */
  private final class Call {
    private final primitive what;
    private final IntMemoryMap arguments = new IntMemoryMap();

    Call(primitive what) {
      this.what = what;
    }

    Call with(int name, memory value) {
      arguments.put(name, value);
      return this;
    }

    void run() {
      what.execute(calls, arguments);
    }
  }

  /** Makes oneDNN's description of a pass; its classes for these have no common one. */
  @FunctionalInterface
  private interface Description<T> {
    T of(
        dnnl.algorithm how,
        memory.desc input,
        memory.desc weights,
        memory.desc output,
        long[] strides,
        long[] padding,
        long[] farPadding);
  }

  /** Describes a pass of this convolution; the layouts are left to oneDNN. */
  private <T> T described(Description<T> description) {
    return description.of(
        dnnl.algorithm.convolution_direct,
        OneDnn.input(shape, samples, FLOAT, ANY),
        OneDnn.weights(shape, FLOAT, ANY),
        OneDnn.output(shape, samples, ANY),
        OneDnn.strides(shape),
        OneDnn.padding(shape),
        OneDnn.farPadding(shape));
  }

  /** What only training needs. */
  private final class Backward {
    final Array outputGradient = new Array(OneDnn.output(shape, samples, PLAIN));
    final Array inputGradient = new Array(OneDnn.input(shape, samples, FLOAT, PLAIN));
    final Array weightGradient = new Array(OneDnn.weights(shape, FLOAT, memory.format_tag.oihw));
    private final Turned gradientForData;
    private final Turned gradientForWeights;
    private final Turned weightsForData;
    private final Turned inputForWeights;
    private final Turned inputGradientTurned;
    private final Turned weightGradientTurned;
    private final Call data;
    private final Call sums;

    Backward() {
      convolution_backward_data.primitive_desc toInput =
          new convolution_backward_data.primitive_desc(
              described(convolution_backward_data.desc::new), cpu, operation);
      convolution_backward_weights.primitive_desc toWeights =
          new convolution_backward_weights.primitive_desc(
              described(convolution_backward_weights.desc::new), cpu, operation);
      gradientForData = new Turned(outputGradient.values, toInput.diff_dst_desc());
      gradientForWeights =
          toWeights.diff_dst_desc().equals(toInput.diff_dst_desc())
              ? gradientForData
              : new Turned(outputGradient.values, toWeights.diff_dst_desc());
      weightsForData = new Turned(weights, toInput.weights_desc());
      inputForWeights = new Turned(input.values, toWeights.src_desc());
      inputGradientTurned = new Turned(inputGradient.values, toInput.diff_src_desc());
      weightGradientTurned = new Turned(weightGradient.values, toWeights.diff_weights_desc());
      data =
          new Call(new convolution_backward_data(toInput))
              .with(dnnl.DNNL_ARG_DIFF_DST, gradientForData.inside)
              .with(dnnl.DNNL_ARG_WEIGHTS, weightsForData.inside)
              .with(dnnl.DNNL_ARG_DIFF_SRC, inputGradientTurned.inside);
      sums =
          new Call(new convolution_backward_weights(toWeights))
              .with(dnnl.DNNL_ARG_DIFF_DST, gradientForWeights.inside)
              .with(dnnl.DNNL_ARG_SRC, inputForWeights.inside)
              .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, weightGradientTurned.inside);
    }

    void toInput() {
      gradientForData.enter();
      weightsForData.enter();
      data.run();
      inputGradientTurned.leave();
    }

    /**
     * Computes the gradient of the weights.
     *
     * @param afterInput whether {@link #toInput} has run on the same gradient
     */
    void toWeights(boolean afterInput) {
      if (!afterInput || gradientForWeights != gradientForData) {
        gradientForWeights.enter();
      }
      inputForWeights.enter();
      sums.run();
      weightGradientTurned.leave();
    }
  }

  private Backward backwardPart() {
    Backward part = backward;
    if (part == null) {
      part = new Backward();
      backward = part;
    }
    return part;
  }

  @Override
  public FloatBuffer input() {
    return input.buffer;
  }

  @Override
  public FloatBuffer output() {
    return output.buffer;
  }

  @Override
  public FloatBuffer outputGradient() {
    return backwardPart().outputGradient.buffer;
  }

  @Override
  public FloatBuffer inputGradient() {
    return backwardPart().inputGradient.buffer;
  }

  @Override
  public FloatBuffer weightGradient() {
    return backwardPart().weightGradient.buffer;
  }

  @Override
  public void forward(INDArray values) {
    weights.set_data_handle(values.data().pointer());
    inputTurned.enter();
    weightsTurned.enter();
    forward.run();
    outputTurned.leave();
    calls._wait();
  }

  @Override
  public void backward(INDArray values, boolean ofInput) {
    weights.set_data_handle(values.data().pointer());
    Backward part = backwardPart();
    if (ofInput) {
      part.toInput();
    }
    part.toWeights(ofInput);
    calls._wait();
  }
}
