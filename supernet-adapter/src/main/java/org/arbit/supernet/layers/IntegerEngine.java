package org.arbit.supernet.layers;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Convolves codes as 8-bit integers, by oneDNN, with sums in 32 bits; two to four times as fast as
 * in float where the processor multiplies bytes (AVX-512 VNNI). Older processors add pairs of
 * products in 16 bits, which overflow: {@link ExactnessProbe} finds that out.
 */
final class IntegerEngine implements CodeEngine {

  private final engine cpu;

  private IntegerEngine(engine cpu) {
    this.cpu = cpu;
  }

  /** Returns the engine; empty where there is no oneDNN for this machine. */
  static Optional<IntegerEngine> load() {
    return OneDnn.load().map(library -> new IntegerEngine(library.engine()));
  }

  /** Weights as the kernels want them, and the way there. */
  private final class PackedWeights implements Weights {

    private final stream calls = new stream(cpu);
    private final BytePointer bytes;
    private final memory plain;
    private final memory codes;
    private final reorder pack;

    PackedWeights(ConvShape shape) {
      bytes = new BytePointer(shape.weights());
      plain =
          new memory(
              OneDnn.weights(shape, memory.data_type.s8, memory.format_tag.oihw), cpu, bytes);
      codes = new memory(weightForm(shape), cpu);
      pack = new reorder(plain, codes);
    }

    @Override
    public void set(byte[] values) {
      bytes.position(0).put(values);
      pack.execute(calls, plain, codes);
      calls._wait();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeException if oneDNN has no kernel for such a convolution
   */
  @Override
  public Weights weights(ConvShape shape, byte[] codes) {
    PackedWeights weights = new PackedWeights(shape);
    weights.set(codes);
    return weights;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeException if oneDNN has no kernel for such a convolution
   */
  @Override
  public Kernel kernel(ConvShape shape, int samples) {
    return new IntegerKernel(shape, samples);
  }

  @Override
  public Optional<KeptCodes> keep(ConvShape shape, int samples) {
    return Optional.of(new KeptCodes(shape, samples));
  }

  /** Returns the layout of weights that kernels for many samples like best; all kernels use it. */
  private memory.desc weightForm(ConvShape shape) {
    memory.desc any = OneDnn.weights(shape, memory.data_type.s8, memory.format_tag.any);
    return operation(shape, USUAL_SAMPLES, any).weights_desc();
  }

  private convolution_forward.primitive_desc operation(
      ConvShape shape, int samples, memory.desc weights) {
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            OneDnn.input(shape, samples, memory.data_type.u8, memory.format_tag.nhwc),
            weights,
            OneDnn.output(shape, samples, memory.format_tag.nhwc),
            OneDnn.strides(shape),
            OneDnn.padding(shape),
            OneDnn.farPadding(shape)),
        cpu);
  }

  /**
   * Channels go last on the way in and first again on the way out. From one float layout to another
   * and then to bytes is twice as fast as both at once.
   */
  private final class IntegerKernel implements Kernel {

    private final stream calls = new stream(cpu);
    private final FloatPointer in;
    private final FloatPointer out;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final memory given;
    private final memory channelsLast;
    private final memory bytes;
    private final BytePointer ownBytes;
    private final memory sums;
    private final memory result;
    private final reorder turn;
    private final reorder narrow;
    private final reorder turnBack;
    private final convolution_forward convolution;
    private final IntMemoryMap arguments = new IntMemoryMap();

    IntegerKernel(ConvShape shape, int samples) {
      in = new FloatPointer((long) samples * shape.inputSize());
      out = new FloatPointer((long) samples * shape.outputSize());
      input = in.asBuffer();
      output = out.asBuffer();
      given =
          new memory(
              OneDnn.input(shape, samples, memory.data_type.f32, memory.format_tag.nchw), cpu, in);
      channelsLast =
          new memory(
              OneDnn.input(shape, samples, memory.data_type.f32, memory.format_tag.nhwc), cpu);
      convolution_forward.primitive_desc operation = operation(shape, samples, weightForm(shape));
      ownBytes = new BytePointer((long) samples * shape.inputSize());
      bytes = new memory(operation.src_desc(), cpu, ownBytes);
      sums = new memory(operation.dst_desc(), cpu);
      result = new memory(OneDnn.output(shape, samples, memory.format_tag.nchw), cpu, out);
      turn = new reorder(given, channelsLast);
      narrow = new reorder(channelsLast, bytes);
      turnBack = new reorder(sums, result);
      convolution = new convolution_forward(operation);
      arguments.put(dnnl.DNNL_ARG_SRC, bytes);
      arguments.put(dnnl.DNNL_ARG_DST, sums);
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
    public void forward(Weights weights) {
      run(weights, ownBytes);
    }

    @Override
    public void forward(Weights weights, KeptCodes into, int sample) {
      run(weights, into.at(sample));
    }

    private void run(Weights weights, BytePointer codes) {
      bytes.set_data_handle(codes);
      turn.execute(calls, given, channelsLast);
      narrow.execute(calls, channelsLast, bytes);
      arguments.put(dnnl.DNNL_ARG_WEIGHTS, ((PackedWeights) weights).codes);
      convolution.execute(calls, arguments);
      turnBack.execute(calls, sums, result);
      calls._wait();
    }
  }
}
