package org.arbit.supernet.frozen;

import java.util.HashMap;
import java.util.Map;
import org.arbit.supernet.layers.CodeEngine;
import org.arbit.supernet.layers.ConvShape;

/**
 * The kernels of one worker: one for every engine, shape and number of samples that it has met.
 * Grows to a fixed size and then allocates nothing.
 */
final class Kernels {

  private record Key(CodeEngine engine, ConvShape shape, int samples) {}

  private final Map<Key, CodeEngine.Kernel> kernels = new HashMap<>();

  CodeEngine.Kernel of(FrozenLayer layer, int samples) {
    return kernels.computeIfAbsent(
        new Key(layer.engine(), layer.shape(), samples),
        key -> key.engine.kernel(key.shape, key.samples));
  }
}
