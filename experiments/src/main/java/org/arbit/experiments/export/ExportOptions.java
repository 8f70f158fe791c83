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
 */
public record ExportOptions(Batching batching, @Nullable Allocation allocation) {

  /** Returns the choices that hold without any word: for batches, and the policy's allocation. */
  public static ExportOptions defaults() {
    return new ExportOptions(Batching.GROUP, null);
  }

  /** Returns the same for another form of adaptive networks. */
  public ExportOptions withBatching(Batching other) {
    return new ExportOptions(other, allocation);
  }

  /** Returns the same with an allocation. */
  public ExportOptions withAllocation(Allocation other) {
    return new ExportOptions(batching, other);
  }
}
