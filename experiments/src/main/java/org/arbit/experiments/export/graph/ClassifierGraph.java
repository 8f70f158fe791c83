package org.arbit.experiments.export.graph;

import java.util.List;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.frozen.FrozenClassifier;
import org.arbit.supernet.quant.LsqActivations;

/** The end of a frozen network, or a head at which samples leave: codes, their mean, products. */
final class ClassifierGraph {

  private static final float LARGEST = LsqActivations.largest(NetworkSpec.FIXED_BITS);

  private final FrozenClassifier classifier;
  private final int features;
  private final int plane;
  private final int classes;
  private final Value weights;

  /**
   * Adds the constants.
   *
   * @param features channels of the map that it reads
   * @param plane pixels of that map
   */
  ClassifierGraph(
      GraphBuilder graph, FrozenClassifier classifier, int features, int plane, int classes) {
    this.classifier = classifier;
    this.features = features;
    this.plane = plane;
    this.classes = classes;
    this.weights =
        graph.op(
            "Transpose",
            List.of(Attribute.of("perm", new long[] {1, 0})),
            PackedCodes.add(
                graph, classifier.weightCodes(), NetworkSpec.FIXED_BITS, classes, features));
  }

  /**
   * Adds the logits.
   *
   * @param map {@code samples x features x height x width}, or its values in another shape
   * @param channels the second side of {@code map}
   */
  Value logits(GraphBuilder graph, Value map, int channels) {
    Value shaped = channels == features ? map : graph.reshape(map, -1, features, plane, 1);
    Value codes =
        graph.round(
            graph.clip(graph.mul(shaped, graph.scalar(classifier.inverseMapStep())), 0, LARGEST));
    Value sums = graph.sum(codes, 2, 3);
    Value means =
        graph.round(graph.clip(graph.mul(sums, graph.scalar(classifier.meanFactor())), 0, LARGEST));
    Value products = graph.round(graph.op("MatMul", means, weights));
    Value scaled = graph.mul(products, graph.scalar(classifier.factor()));
    return graph.add(scaled, graph.floats(classifier.bias(), classes));
  }
}
