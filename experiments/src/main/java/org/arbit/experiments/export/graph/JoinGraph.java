package org.arbit.experiments.export.graph;

import java.util.List;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Skip;

/** What follows the convolution of a layer, in the order of the Java engine. */
final class JoinGraph {

  private static final long[] SIDES = {2, 3};

  private JoinGraph() {}

  /**
   * Adds the skip connection into a layer, if there is one, the ReLU, and pooling.
   *
   * @param y the layer's output after batch-norm
   * @param tensors inputs of the layers so far
   * @param projected outputs of the projections that read them
   * @return the input of the next layer, in the shape that it reads
   */
  static Value finish(
      GraphBuilder graph,
      NetworkPlan plan,
      int layer,
      Value y,
      Value[] tensors,
      Value[] projected) {
    NetworkPlan.Node node = plan.nodes().get(layer);
    Value joined =
        switch (node.join()) {
          case NONE -> y;
          case SAME -> graph.add(y, tensors[node.skipFrom()]);
          case AVERAGE -> graph.add(y, resize(graph, plan, node, tensors[node.skipFrom()]));
          case PROJECTION -> graph.add(y, projected[node.skipFrom()]);
        };
    Value map = pool(graph, node, graph.op("Relu", joined));
    boolean last = layer + 1 == plan.nodes().size();
    ConvShape next = last ? null : plan.nodes().get(layer + 1).shape();
    return next != null && next.inChannels() != node.shape().outChannels()
        ? graph.reshape(map, -1, next.inChannels(), 1, 1)
        : map;
  }

  private static Value pool(GraphBuilder graph, NetworkPlan.Node node, Value value) {
    return switch (node.pool()) {
      case NONE -> value;
      case MAX ->
          graph.op(
              "MaxPool",
              List.of(
                  Attribute.of("kernel_shape", new long[] {2, 2}),
                  Attribute.of("strides", new long[] {2, 2})),
              value);
      case AVERAGE -> {
        long height = 2L * node.mapHeight();
        long width = 2L * node.mapWidth();
        boolean even = height == node.shape().outHeight() && width == node.shape().outWidth();
        yield averages(
            graph,
            even
                ? value
                : graph.op(
                    "Slice",
                    value,
                    graph.longs(0, 0),
                    graph.longs(height, width),
                    graph.longs(SIDES)));
      }
    };
  }

  /** Halves height and width by 2x2 averages where needed, and adds channels of zeros. */
  private static Value resize(
      GraphBuilder graph, NetworkPlan plan, NetworkPlan.Node node, Value source) {
    ConvShape from = plan.nodes().get(node.skipFrom()).shape();
    Value mean = Skip.shrinks(from, node.shape()) ? averages(graph, source) : source;
    int added = node.shape().outChannels() - from.inChannels();
    return added == 0 ? mean : graph.op("Pad", mean, graph.longs(0, 0, 0, 0, 0, added, 0, 0));
  }

  /** Adds the averages of 2x2 pixels; both sides are even. */
  private static Value averages(GraphBuilder graph, Value source) {
    Value upper =
        graph.add(
            graph.everySecond(source, new long[] {0, 0}, SIDES),
            graph.everySecond(source, new long[] {0, 1}, SIDES));
    Value lower =
        graph.add(
            graph.everySecond(source, new long[] {1, 0}, SIDES),
            graph.everySecond(source, new long[] {1, 1}, SIDES));
    return graph.mul(graph.add(upper, lower), graph.scalar(0.25f));
  }
}
