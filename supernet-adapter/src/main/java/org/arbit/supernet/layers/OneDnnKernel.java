package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution in float by oneDNN itself. Maps come and go channel by channel and are brought into
 * the layout that oneDNN likes best, which takes a twentieth of the time.
 */
final class OneDnnKernel implements ConvOperation {

  private static final int DIMENSIONS = 4;
  private static final memory.data_type FLOAT = memory.data_type.f32;
  private static final memory.format_tag ANY = memory.format_tag.any;
  private static final memory.format_tag PLAIN = memory.format_tag.nchw;

  /** The number that stands for a scale that comes with each call (DNNL_RUNTIME_F32_VAL). */
  private static final float GIVEN_LATER = Float.intBitsToFloat(0x7fc000d0);

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
  private <T> T described(int count, Description<T> description) {
    return description.of(
        dnnl.algorithm.convolution_direct,
        OneDnn.input(shape, count, FLOAT, ANY),
        OneDnn.weights(shape, FLOAT, ANY),
        OneDnn.output(shape, count, ANY),
        OneDnn.strides(shape),
        OneDnn.padding(shape),
        OneDnn.farPadding(shape));
  }

  /**
   * An array of all samples in oneDNN's layout, which comes some samples at a time. In all of its
   * layouts for the processor one sample lies after the other.
   */
  private final class Gathered {
    final memory whole;
    final memory[] parts;
    private final memory from;
    private final reorder into;

    /**
     * Makes the array.
     *
     * @param from plain array of some samples
     */
    Gathered(memory from, memory.desc form) {
      this.from = from;
      whole = new memory(form, cpu);
      long[] sizes = new long[DIMENSIONS];
      from.get_desc().dims().get(sizes);
      boolean all = sizes[0] == samples;
      memory.desc part = all ? form : form.submemory_desc(sizes, new long[DIMENSIONS]);
      parts = new memory[(int) (samples / sizes[0])];
      BytePointer start = new BytePointer(whole.get_data_handle());
      for (int i = 0; i < parts.length; i++) {
        parts[i] = new memory(part, cpu, start.getPointer(form.get_size() / parts.length * i));
      }
      into = new reorder(from, parts[0]);
    }

    void enter(int part) {
      into.execute(calls, from, parts[part]);
    }
  }

  /** How kept codes of some samples become such values. */
  private final class Decoder {
    private final FloatPointer unit = new FloatPointer(1L);
    private final memory codes;
    private final Call call;

    Decoder(Gathered values, int count) {
      long[] sizes = {count, shape.inChannels(), shape.inHeight(), shape.inWidth()};
      memory.desc bytes = new memory.desc(sizes, memory.data_type.u8, memory.format_tag.nhwc);
      codes = new memory(bytes, cpu, new BytePointer());
      primitive_attr scaled = new primitive_attr();
      scaled.set_output_scales(0, new float[] {GIVEN_LATER});
      memory.desc one = new memory.desc(new long[] {1}, memory.data_type.f32, memory.format_tag.x);
      call =
          new Call(new reorder(new reorder.primitive_desc(codes, values.parts[0], scaled, false)))
              .with(dnnl.DNNL_ARG_FROM, codes)
              .with(dnnl.DNNL_ARG_ATTR_OUTPUT_SCALES, new memory(one, cpu, unit));
    }

    /** Takes the codes that begin at {@code start}, and multiplies them. */
    void decode(BytePointer start, float factor, memory into) {
      codes.set_data_handle(start);
      unit.put(factor);
      call.with(dnnl.DNNL_ARG_TO, into).run();
    }
  }

  /** What only training needs. */
  private final class Backward {
    final int together;
    final Array someInput;
    final Array outputGradient;
    final Array inputGradient;
    final Array weightGradient = new Array(OneDnn.weights(shape, FLOAT, memory.format_tag.oihw));
    private final Gathered inputForWeights;
    private final Gathered gradientForWeights;

    private @Nullable Decoder decoder;

    /** The output's gradient in the layout of {@link #data}; null where that is the weights'. */
    private final @Nullable Turned gradientForData;

    private final Turned weightsForData;
    private final Turned inputGradientTurned;
    private final Turned weightGradientTurned;

    /** The gradient of the input, for each part of the samples. */
    private final List<Call> data = new ArrayList<>();

    private final Call sums;

    Backward() {
      convolution_backward_weights.primitive_desc toWeights =
          new convolution_backward_weights.primitive_desc(
              described(samples, convolution_backward_weights.desc::new), cpu, operation);
      // oneDNN has no name for a part of an array that it has filled up with channels of zeros.
      boolean parted =
          dense(toWeights.src_desc(), shape.inputSize())
              && dense(toWeights.diff_dst_desc(), shape.outputSize());
      together = parted ? shape.together(samples) : samples;
      convolution_backward_data.primitive_desc toInput =
          new convolution_backward_data.primitive_desc(
              described(together, convolution_backward_data.desc::new), cpu, operation);
      someInput = new Array(OneDnn.input(shape, together, FLOAT, PLAIN));
      outputGradient = new Array(OneDnn.output(shape, together, PLAIN));
      inputGradient = new Array(OneDnn.input(shape, together, FLOAT, PLAIN));
      inputForWeights = new Gathered(someInput.values, toWeights.src_desc());
      gradientForWeights = new Gathered(outputGradient.values, toWeights.diff_dst_desc());
      gradientForData =
          gradientForWeights.parts[0].get_desc().equals(toInput.diff_dst_desc())
              ? null
              : new Turned(outputGradient.values, toInput.diff_dst_desc());
      weightsForData = new Turned(weights, toInput.weights_desc());
      inputGradientTurned = new Turned(inputGradient.values, toInput.diff_src_desc());
      weightGradientTurned = new Turned(weightGradient.values, toWeights.diff_weights_desc());
      for (memory part : gradientForWeights.parts) {
        data.add(
            new Call(new convolution_backward_data(toInput))
                .with(
                    dnnl.DNNL_ARG_DIFF_DST, gradientForData == null ? part : gradientForData.inside)
                .with(dnnl.DNNL_ARG_WEIGHTS, weightsForData.inside)
                .with(dnnl.DNNL_ARG_DIFF_SRC, inputGradientTurned.inside));
      }
      sums =
          new Call(new convolution_backward_weights(toWeights))
              .with(dnnl.DNNL_ARG_DIFF_DST, gradientForWeights.whole)
              .with(dnnl.DNNL_ARG_SRC, inputForWeights.whole)
              .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, weightGradientTurned.inside);
    }

    private boolean dense(memory.desc form, int size) {
      return form.get_size() == (long) samples * size * Float.BYTES;
    }

    /** Takes kept codes as the input of some samples. */
    void enterCodes(int part, BytePointer start, float unit) {
      if (decoder == null) {
        decoder = new Decoder(inputForWeights, together);
      }
      decoder.decode(start, unit, inputForWeights.parts[part]);
    }

    /** Takes the gradient of some samples, and computes that of their input if it is wanted. */
    void take(int part, boolean ofInput) {
      gradientForWeights.enter(part);
      if (!ofInput) {
        return;
      }
      if (part == 0) {
        weightsForData.enter();
      }
      if (gradientForData != null) {
        gradientForData.enter();
      }
      data.get(part).run();
      inputGradientTurned.leave();
    }

    void toWeights() {
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
  public int backwardSamples() {
    return backwardPart().together;
  }

  @Override
  public FloatBuffer backwardInput() {
    return backwardPart().someInput.buffer;
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
  public void backward(INDArray values, int first, boolean ofInput) {
    weights.set_data_handle(values.data().pointer());
    Backward part = backwardPart();
    part.inputForWeights.enter(first / part.together);
    part.take(first / part.together, ofInput);
    calls._wait();
  }

  @Override
  public void backward(INDArray values, int first, KeptCodes inputs, int sample, float unit) {
    weights.set_data_handle(values.data().pointer());
    Backward part = backwardPart();
    part.enterCodes(first / part.together, inputs.at(sample), unit);
    part.take(first / part.together, true);
    calls._wait();
  }

  @Override
  public void finishBackward() {
    backwardPart().toWeights();
    calls._wait();
  }
}
