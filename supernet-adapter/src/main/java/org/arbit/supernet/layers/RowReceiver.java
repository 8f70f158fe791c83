package org.arbit.supernet.layers;

/** Takes the gradient of one sample's input; the row is scratch memory. */
@FunctionalInterface
interface RowReceiver {

  /** Nobody wants the gradient, so that it need not be computed. */
  RowReceiver NONE = (sample, row) -> {};

  void accept(int sample, float[] row);
}
