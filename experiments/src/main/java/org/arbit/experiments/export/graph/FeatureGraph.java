package org.arbit.experiments.export.graph;

import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.quant.LsqActivations;

/**
 * What the walk shows of a sample's input to a layer: means of channel groups, the mean of all, and
 * the share of zeros, from the codes at the highest bit-width. Sums are of whole numbers and
 * therefore exact; each is multiplied by a rounded inverse, as the Java engine does.
 */
final class FeatureGraph {

  /** Places for channel groups; zero beyond the number of channels. */
  private static final int GROUPS = 16;

  /** Number of features: groups, mean, zeros. */
  static final int SIZE = GROUPS + 2;

  private FeatureGraph() {}

  /**
   * Adds the features.
   *
   * @param codes {@code samples x channels x height x width}
   * @param maxBits bit-width of the codes
   * @return {@code samples x SIZE}
   */
  static Value add(GraphBuilder graph, Value codes, ConvShape shape, int maxBits) {
    int channels = shape.inChannels();
    int groups = Math.min(GROUPS, channels);
    long plane = (long) shape.inHeight() * shape.inWidth();
    int largest = LsqActivations.largest(maxBits);
    byte[] members = new byte[channels * (GROUPS + 1)];
    float[] inverse = new float[GROUPS + 1];
    for (int g = 0; g < groups; g++) {
      int first = g * channels / groups;
      int last = (g + 1) * channels / groups;
      for (int c = first; c < last; c++) {
        members[c * (GROUPS + 1) + g] = 1;
        members[c * (GROUPS + 1) + GROUPS] = 1;
      }
      inverse[g] = inverse((last - first) * plane * largest);
    }
    inverse[GROUPS] = inverse(shape.inputSize() * (long) largest);
    Value perChannel = graph.cast(graph.sum(codes, 2, 3), ElementType.DOUBLE);
    Value sums = graph.op("MatMul", perChannel, membership(graph, members, channels));
    Value means = graph.mul(graph.cast(sums, ElementType.FLOAT), graph.floats(inverse, GROUPS + 1));
    Value zero = graph.sub(graph.scalar(1), graph.clip(codes, 0, 1));
    Value zeros = graph.unsqueeze(graph.sum(zero, 1, 2, 3), 1);
    Value share = graph.mul(zeros, graph.scalar(inverse(shape.inputSize())));
    return graph.concat(1, means, share);
  }

  private static Value membership(GraphBuilder graph, byte[] members, int channels) {
    return graph.cast(
        graph.bytes(ElementType.INT8, members, channels, GROUPS + 1), ElementType.DOUBLE);
  }

  private static float inverse(long whole) {
    return (float) (1.0 / whole);
  }
}
