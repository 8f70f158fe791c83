package org.arbit.experiments.export.graph;

import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.layers.ConvShape;

/** Runs every sample through the variant of a layer that was chosen for it. */
final class Selection {

  /** One variant of a layer for each action. */
  interface Variants {

    /** Adds variant {@code action} for the samples in {@code x}. */
    Value add(GraphBuilder graph, Value x, int action);
  }

  private final GraphBuilder graph;
  private final Batching batching;
  private final int actions;

  /** Creates the selection. */
  Selection(GraphBuilder graph, Batching batching, int actions) {
    this.graph = graph;
    this.batching = batching;
    this.actions = actions;
  }

  /**
   * Adds the layer.
   *
   * @param batch a list of one: the number of samples
   * @param choice the action of each sample
   */
  Value run(Value x, Value batch, Value choice, ConvShape shape, Variants variants) {
    return switch (batching) {
      case GROUP -> grouped(x, batch, choice, shape, variants);
      case SINGLE -> branched(graph, x, graph.reshape(choice), 0, shape, variants);
    };
  }

  private Value grouped(Value x, Value batch, Value choice, ConvShape shape, Variants variants) {
    Value sides = graph.longs(shape.outChannels(), shape.outHeight(), shape.outWidth());
    Value all = graph.op("ConstantOfShape", graph.concat(0, batch, sides));
    for (int action = 0; action < actions; action++) {
      Value chosen = graph.op("Equal", choice, graph.longs(action));
      Value places = graph.places(chosen);
      Value part = variants.add(graph, graph.gather(x, places, 0), action);
      all = graph.scatter(all, places, part);
    }
    return all;
  }

  /** Adds {@code If choice = action}, and within its other branch the same for the next one. */
  private Value branched(
      GraphBuilder outer, Value x, Value choice, int action, ConvShape shape, Variants variants) {
    if (action == actions - 1) {
      return variants.add(outer, x, action);
    }
    GraphBuilder then = outer.branch("action" + action);
    finish(then, variants.add(then, x, action), shape);
    GraphBuilder otherwise = outer.branch("after" + action);
    finish(otherwise, branched(otherwise, x, choice, action + 1, shape, variants), shape);
    Value isChosen = outer.op("Equal", choice, outer.scalarLong(action));
    return outer.either(isChosen, then, otherwise);
  }

  private static void finish(GraphBuilder branch, Value value, ConvShape shape) {
    branch.result(
        value, ElementType.FLOAT, 1, shape.outChannels(), shape.outHeight(), shape.outWidth());
  }
}
