package org.arbit.supernet.layers;

import com.google.common.base.Suppliers;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN without ND4J in between. ND4J's convolutions are oneDNN's, too, but in float alone, and
 * each call makes its primitives anew, which for small layers takes as long as running them.
 */
public final class OneDnn {

  private static final Supplier<Optional<OneDnn>> LIBRARY = Suppliers.memoize(OneDnn::find);

  private final engine cpu;

  private OneDnn(engine cpu) {
    this.cpu = cpu;
  }

  /** Returns the library; empty where there is none for this machine. */
  public static Optional<OneDnn> load() {
    // Both libraries share one OpenMP, so that the limit of ND4J's threads holds for both.
    Nd4jThreads.limit();
    return LIBRARY.get();
  }

  private static Optional<OneDnn> find() {
    try {
      Loader.load(dnnl.class);
      return Optional.of(new OneDnn(new engine(engine.kind.cpu, 0)));
    } catch (LinkageError | RuntimeException missing) {
      return Optional.empty();
    }
  }

  /** Returns what computes. */
  public engine engine() {
    return cpu;
  }

  /** Returns the form of the maps that a convolution reads. */
  public static memory.desc input(
      ConvShape shape, int samples, memory.data_type type, memory.format_tag layout) {
    return new memory.desc(
        new long[] {samples, shape.inChannels(), shape.inHeight(), shape.inWidth()}, type, layout);
  }

  /** Returns the form of the maps that a convolution writes, in float. */
  public static memory.desc output(ConvShape shape, int samples, memory.format_tag layout) {
    return new memory.desc(
        new long[] {samples, shape.outChannels(), shape.outHeight(), shape.outWidth()},
        memory.data_type.f32,
        layout);
  }

  /** Returns the form of the weights of a convolution. */
  public static memory.desc weights(
      ConvShape shape, memory.data_type type, memory.format_tag layout) {
    return new memory.desc(
        new long[] {shape.outChannels(), shape.inChannels(), shape.kernel(), shape.kernel()},
        type,
        layout);
  }

  /** Returns the strides of a convolution. */
  public static long[] strides(ConvShape shape) {
    return new long[] {shape.stride(), shape.stride()};
  }

  /** Returns the padding above and on the left. */
  public static long[] padding(ConvShape shape) {
    return new long[] {shape.padding(), shape.padding()};
  }

  /** Returns the padding below and on the right; less where a stride leaves pixels out. */
  public static long[] farPadding(ConvShape shape) {
    return new long[] {
      farPadding(shape, shape.inHeight(), shape.outHeight()),
      farPadding(shape, shape.inWidth(), shape.outWidth())
    };
  }

  private static long farPadding(ConvShape shape, int in, int out) {
    return (long) (out - 1) * shape.stride() + shape.kernel() - in - shape.padding();
  }
}
