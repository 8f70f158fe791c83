package org.arbit.experiments.export.graph;

/** How a graph runs each sample at its own bit-width. */
public enum Batching {
  /**
   * Samples of equal choice are gathered, run together and scattered back: best for batches. Any
   * number of samples.
   */
  GROUP,
  /** A branch per bit-width, of which only the chosen one runs: best for one sample at a time. */
  SINGLE
}
