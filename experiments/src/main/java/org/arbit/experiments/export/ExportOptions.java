package org.arbit.experiments.export;

import org.arbit.experiments.export.graph.Batching;
import org.arbit.supernet.Allocation;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen when exporting; a format takes what concerns it.
 *
 * @param batching form of an adaptive network
 * @param allocation the bits of every layer, for formats that hold one allocation; null for the one
 *     that the policy chooses most often
 * @param nearest whether bits that a format cannot hold become the nearest ones that it can
 * @param plain whether QONNX goes without the functions by which ONNX Runtime runs it
 */
public record ExportOptions(
    Batching batching, @Nullable Allocation allocation, boolean nearest, boolean plain) {

  /** Returns the choices that hold without any word: for batches, and the policy's allocation. */
  public static ExportOptions defaults() {
    return new ExportOptions(Batching.GROUP, null, false, false);
  }

  /** Returns the same for another form of adaptive networks. */
  public ExportOptions withBatching(Batching other) {
    return new ExportOptions(other, allocation, nearest, plain);
  }

  /** Returns the same with an allocation. */
  public ExportOptions withAllocation(Allocation other) {
    return new ExportOptions(batching, other, nearest, plain);
  }

  /** Returns the same with or without a change of bits that a format cannot hold. */
  public ExportOptions withNearest(boolean wanted) {
    return new ExportOptions(batching, allocation, wanted, plain);
  }

  /** Returns the same with or without functions in QONNX. */
  public ExportOptions withPlain(boolean wanted) {
    return new ExportOptions(batching, allocation, nearest, wanted);
  }
}
