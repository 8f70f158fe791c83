package org.arbit.experiments.export;

import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.onnx.OnnxModel;
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
 * @param opset operator set of ONNX files
 */
public record ExportOptions(
    Batching batching, @Nullable Allocation allocation, boolean nearest, boolean plain, int opset) {

  /** Returns the choices that hold without any word: for batches, and the policy's allocation. */
  public static ExportOptions defaults() {
    return new ExportOptions(Batching.GROUP, null, false, false, OnnxModel.OPSET);
  }

  /** Returns the same for another form of adaptive networks. */
  public ExportOptions withBatching(Batching other) {
    return new ExportOptions(other, allocation, nearest, plain, opset);
  }

  /** Returns the same with an allocation. */
  public ExportOptions withAllocation(Allocation other) {
    return new ExportOptions(batching, other, nearest, plain, opset);
  }

  /** Returns the same with or without a change of bits that a format cannot hold. */
  public ExportOptions withNearest(boolean wanted) {
    return new ExportOptions(batching, allocation, wanted, plain, opset);
  }

  /** Returns the same for another operator set. */
  public ExportOptions withOpset(int version) {
    return new ExportOptions(batching, allocation, nearest, plain, version);
  }

  /** Returns the same with or without functions in QONNX. */
  public ExportOptions withPlain(boolean wanted) {
    return new ExportOptions(batching, allocation, nearest, wanted, opset);
  }
}
