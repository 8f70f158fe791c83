package org.arbit.supernet.layers;

import java.util.HashMap;
import java.util.Map;

/**
 * The kernels for codes of one worker: one for every engine, shape and number of samples that it
 * has met. Grows to a fixed size and then allocates nothing.
 */
public final class Kernels {

  /** Makes a set without any. */
  public Kernels() {}

  private record Key(CodeEngine engine, ConvShape shape, int samples) {}

  private final Map<Key, CodeEngine.Kernel> kernels = new HashMap<>();

  /** Returns the kernel of an engine that convolves so many samples of a shape. */
  public CodeEngine.Kernel of(CodeEngine engine, ConvShape shape, int samples) {
    return kernels.computeIfAbsent(
        new Key(engine, shape, samples), key -> key.engine.kernel(key.shape, key.samples));
  }
}
