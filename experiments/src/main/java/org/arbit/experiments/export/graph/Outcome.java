package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * What comes out of a network, or of the rest of it from some layer on.
 *
 * @param logits float, {@code samples x classes}
 * @param bitOps int64, {@code samples}: of the whole way, stem and classifier or head included
 * @param bits int64, {@code samples x decisions} from that one on, 0 where its layers have not run;
 *     of the weights and, where they may differ, of the activations
 */
record Outcome(Value logits, Value bitOps, List<Value> bits) {

  /** Copies the list. */
  Outcome {
    bits = List.copyOf(bits);
  }

  /** Returns the outcome of a choice between two branches that each yield one. */
  static Outcome of(List<Value> yielded) {
    return new Outcome(yielded.get(0), yielded.get(1), yielded.subList(2, yielded.size()));
  }

  /** Makes this what a branch for one sample yields. */
  void addTo(GraphBuilder branch, int classes, int layers) {
    branch.result(logits, ElementType.FLOAT, 1, classes);
    branch.result(bitOps, ElementType.INT64, 1);
    bits.forEach(table -> branch.result(table, ElementType.INT64, 1, layers));
  }

  /** Adds the bits of the layers before. */
  Outcome after(GraphBuilder graph, List<Value> before) {
    List<Value> joined = new ArrayList<>();
    for (int i = 0; i < bits.size(); i++) {
      joined.add(graph.concat(1, before.get(i), bits.get(i)));
    }
    return new Outcome(logits, bitOps, joined);
  }
}
