package org.arbit.experiments.export.graph;

import java.util.List;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.frozen.FrozenClassifier;
import org.arbit.supernet.layers.MapGrid;
import org.arbit.supernet.quant.LsqActivations;

/** The end of a frozen network, or a head at which samples leave: codes, their mean, products. */
final class ClassifierGraph {

  private static final float LARGEST = LsqActivations.largest(NetworkSpec.FIXED_BITS);

  private final FrozenClassifier classifier;
  private final MapGrid grid;
  private final int classes;
  private final Value weights;

  /** Adds the constants. */
  ClassifierGraph(GraphBuilder graph, FrozenClassifier classifier, int classes) {
    this.classifier = classifier;
    this.grid = classifier.grid();
    this.classes = classes;
    this.weights =
        graph.op(
            "Transpose",
            List.of(Attribute.of("perm", new long[] {1, 0})),
            PackedCodes.add(
                graph, classifier.weightCodes(), NetworkSpec.FIXED_BITS, classes, grid.features()));
  }

  /**
   * Adds the logits.
   *
   * @param map {@code samples x features x height x width}, or its values in another shape
   * @param channels the second side of {@code map}
   */
  Value logits(GraphBuilder graph, Value map, int channels) {
    boolean whole = grid.cells() == 1;
    Value shaped = map;
    if (!whole) {
      int cells = grid.cells();
      shaped =
          graph.reshape(
              map, -1, grid.channels(), cells, grid.height() / cells, cells, grid.width() / cells);
    } else if (channels != grid.channels()) {
      shaped = graph.reshape(map, -1, grid.channels(), grid.plane(), 1);
    }
    Value codes =
        graph.round(
            graph.clip(graph.mul(shaped, graph.scalar(classifier.inverseMapStep())), 0, LARGEST));
    Value sums =
        whole ? graph.sum(codes, 2, 3) : graph.reshape(graph.sum(codes, 3, 5), -1, grid.features());
    Value means =
        graph.round(graph.clip(graph.mul(sums, graph.scalar(classifier.meanFactor())), 0, LARGEST));
    Value products = graph.round(graph.op("MatMul", means, weights));
    Value scaled = graph.mul(products, graph.scalar(classifier.factor()));
    return graph.add(scaled, graph.floats(classifier.bias(), classes));
  }
}
