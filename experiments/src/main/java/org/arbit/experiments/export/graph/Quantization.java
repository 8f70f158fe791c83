package org.arbit.experiments.export.graph;

import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/** How a format writes that a tensor is quantized. What comes out is always real values. */
public interface Quantization {

  /**
   * Adds the quantization of values that are not negative.
   *
   * @param name of the tensor, such as {@code block1.conv1.input}; unique
   * @param step between two codes
   * @param bits 1..8; codes are 0..2^bits - 1
   */
  Value activations(GraphBuilder graph, String name, Value x, float step, int bits);

  /**
   * Adds quantized weights.
   *
   * @param name of the tensor, such as {@code block1.conv1.weight}; unique
   * @param codes signed, of {@code bits}; at 1 bit, -1 or 1
   * @param steps one per output channel, the first side of {@code shape}; positive
   */
  Value weights(
      GraphBuilder graph, String name, byte[] codes, float[] steps, int bits, long... shape);

  /** Adds the images as values in [0, 1]. */
  Value image(GraphBuilder graph, Value bytes);
}
