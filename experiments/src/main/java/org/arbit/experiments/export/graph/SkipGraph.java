package org.arbit.experiments.export.graph;

import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.layers.NetworkPlan;

/** Skip connections, added in the order of the Java engine. */
final class SkipGraph {

  private SkipGraph() {}

  /**
   * Adds the skip connection into a layer, if there is one, and the ReLU.
   *
   * @param tensors inputs of the layers so far
   */
  static Value finish(
      GraphBuilder graph, NetworkPlan plan, NetworkPlan.Node node, Value y, Value[] tensors) {
    if (node.skipFrom() < 0) {
      return graph.op("Relu", y);
    }
    Value source = tensors[node.skipFrom()];
    Value skip = plan.skipShrinks(node) ? shrink(graph, plan, node, source) : source;
    return graph.op("Relu", graph.add(y, skip));
  }

  /** Halves height and width by 2x2 averages and adds channels of zeros. */
  private static Value shrink(
      GraphBuilder graph, NetworkPlan plan, NetworkPlan.Node node, Value source) {
    long[] sides = {2, 3};
    Value upper =
        graph.add(
            graph.everySecond(source, new long[] {0, 0}, sides),
            graph.everySecond(source, new long[] {0, 1}, sides));
    Value lower =
        graph.add(
            graph.everySecond(source, new long[] {1, 0}, sides),
            graph.everySecond(source, new long[] {1, 1}, sides));
    Value mean = graph.mul(graph.add(upper, lower), graph.scalar(0.25f));
    int before = plan.nodes().get(node.skipFrom()).shape().inChannels();
    int added = node.shape().outChannels() - before;
    return added == 0 ? mean : graph.op("Pad", mean, graph.longs(0, 0, 0, 0, 0, added, 0, 0));
  }
}
