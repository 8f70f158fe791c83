package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.experiments.export.graph.PolicyGraph;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.format.AtomicFiles;

/**
 * A policy as ONNX: {@code observation} (float, N x d, as the environment gives it: the normaliser
 * is inside) and {@code mask} (bool, N x a, true where an action is valid) in; {@code choice}
 * (int64, N: the valid action with the greatest score, the first one among equals) and {@code
 * scores} (float, N x a; -1e30 for masked actions) out. N is free. Opset 17.
 */
public final class PolicyOnnx {

  /** Name of the model in a run folder. */
  public static final String MODEL_NAME = "policy.onnx";

  /** Name of the description in a run folder. */
  public static final String JSON_NAME = "policy.json";

  private PolicyOnnx() {}

  /** Writes {@link #MODEL_NAME} and {@link #JSON_NAME} into {@code folder}, each atomically. */
  public static void write(PolicyNetwork network, PolicyMetadata metadata, Path folder)
      throws IOException {
    model(network, metadata).write(folder.resolve(MODEL_NAME));
    AtomicFiles.writeString(folder.resolve(JSON_NAME), metadata.toJson());
  }

  /**
   * Returns the model.
   *
   * @throws IllegalArgumentException if the network and its description do not fit each other
   */
  public static OnnxModel model(PolicyNetwork network, PolicyMetadata metadata) {
    requireSame("fields", metadata.fields().size(), network.inputs());
    requireSame("actions", metadata.actions().size(), network.outputs());
    GraphBuilder graph = new GraphBuilder("policy");
    Value observation = graph.input("observation", ElementType.FLOAT, "N", network.inputs());
    Value mask = graph.input("mask", ElementType.BOOL, "N", network.outputs());
    PolicyGraph policy = new PolicyGraph(graph, network);
    Value scores = policy.mask(policy.scores(observation), mask);
    graph.output("choice", graph.argMax(scores, 1), ElementType.INT64, "N");
    graph.output("scores", scores, ElementType.FLOAT, "N", network.outputs());
    return OnnxModel.of(
        graph,
        "Chooses the bit-width of the next layer of a quantized network, per sample.",
        metadata.arbitVersion(),
        metadata.toOnnx());
  }

  private static void requireSame(String what, int described, int found) {
    if (described != found) {
      throw new IllegalArgumentException(
          "The description names "
              + described
              + " "
              + what
              + ", but the network has "
              + found
              + ".");
    }
  }
}
