package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.quant.LsqActivations;

/**
 * A frozen convolution: quantize, convolve codes, scale and shift per channel. The Round after the
 * convolution changes nothing, since sums of codes are whole; it keeps a runtime from folding the
 * scale into the codes, after which equality with the Java engine would be gone.
 */
final class ConvGraph {

  private final ConvShape shape;
  private final int[] bits;
  private final FrozenLayer layer;
  private final Value[] weights;
  private final Value[][] factors;
  private final Value[][] summands;

  /**
   * Adds the constants of a layer.
   *
   * @param bits the bit-widths of weights and activations, by index
   * @param separate whether weights and activations may differ
   */
  ConvGraph(GraphBuilder graph, FrozenLayer layer, int[] bits, boolean separate) {
    this.shape = layer.shape();
    this.bits = bits.clone();
    this.layer = layer;
    byte[][] codes = new byte[bits.length][];
    Arrays.setAll(codes, layer::weightCodes);
    int channels = shape.outChannels();
    int inputs = shape.depthwise() ? 1 : shape.inChannels();
    weights = WeightCodes.add(graph, bits, codes, channels, inputs, shape.kernel(), shape.kernel());
    factors = new Value[bits.length][bits.length];
    summands = new Value[bits.length][bits.length];
    for (int w = 0; w < bits.length; w++) {
      for (int a = 0; a < bits.length; a++) {
        if (separate || a == w) {
          factors[w][a] = graph.floats(layer.factors(w, a), channels, 1, 1);
          summands[w][a] = graph.floats(layer.summands(w, a), channels, 1, 1);
        }
      }
    }
  }

  /** Returns the shape of the convolution. */
  ConvShape shape() {
    return shape;
  }

  /** Adds the codes of non-negative inputs: {@code min(rint(x / step), 2^bits - 1)}. */
  Value codes(GraphBuilder graph, Value x, int activationIndex) {
    float largest = LsqActivations.largest(bits[activationIndex]);
    Value scaled = graph.mul(x, graph.scalar(layer.inverseStep(activationIndex)));
    return graph.round(graph.clip(scaled, 0, largest));
  }

  /** Adds everything from real inputs to scaled and shifted outputs. */
  Value run(GraphBuilder graph, Value x, int weightIndex, int activationIndex) {
    return convolve(graph, codes(graph, x, activationIndex), weightIndex, activationIndex);
  }

  /** Adds everything from codes to scaled and shifted outputs. */
  Value convolve(GraphBuilder graph, Value codes, int weightIndex, int activationIndex) {
    Value sums = graph.op("Conv", attributes(), codes, weights[weightIndex]);
    Value scaled = graph.mul(graph.round(sums), factors[weightIndex][activationIndex]);
    return graph.add(scaled, summands[weightIndex][activationIndex]);
  }

  /** What differs from the defaults; the rest would be repeated at every bit-width. */
  private List<Attribute> attributes() {
    int padding = shape.padding();
    List<Attribute> attributes = new ArrayList<>();
    if (padding > 0) {
      attributes.add(Attribute.of("pads", new long[] {padding, padding, padding, padding}));
    }
    if (shape.stride() > 1) {
      attributes.add(Attribute.of("strides", new long[] {shape.stride(), shape.stride()}));
    }
    if (shape.depthwise()) {
      attributes.add(Attribute.of("group", shape.inChannels()));
    }
    return attributes;
  }
}
