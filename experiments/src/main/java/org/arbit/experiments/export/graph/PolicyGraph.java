package org.arbit.experiments.export.graph;

import java.util.List;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.PolicyLayer;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * Appends a policy network to a graph, with the arithmetic that {@link PolicyNetwork} lays down.
 * With 8 bits all sums are of whole numbers, so that scores are the same, bit for bit, on every
 * engine that multiplies and adds one after the other. An engine that folded the scale into the
 * codes would break that; a Round between the two, which changes nothing, keeps it from doing so.
 */
public final class PolicyGraph {

  /** The score of a masked action: finite, and below every score that a network can give. */
  public static final float MASKED = -1e30f;

  private static final float CODES_PER_UNIT = 32;
  private static final float GREATEST_INPUT_CODE = 127;

  private final GraphBuilder graph;
  private final PolicyNetwork network;
  private final boolean codes;
  private final Value offset;
  private final Value gain;
  private final List<Weights> layers;

  /** The constants of a layer. */
  private record Weights(PolicyLayer layer, Value weights, Value biases) {}

  /** Adds the constants of {@code network} to a graph; its scores can then be taken repeatedly. */
  public PolicyGraph(GraphBuilder graph, PolicyNetwork network) {
    this.graph = graph;
    this.network = network;
    this.codes = network.precision() == Precision.INT8;
    this.offset = graph.floats(network.normaliser().offset(), network.inputs());
    this.gain = graph.floats(gains(), network.inputs());
    this.layers =
        network.layers().stream()
            .map(
                layer ->
                    new Weights(
                        layer, weights(layer), graph.floats(layer.biases(), layer.outputs())))
            .toList();
  }

  /**
   * Appends the scores of all actions, masked or not.
   *
   * @param observation {@code samples x inputs}
   * @return {@code samples x actions}
   */
  public Value scores(Value observation) {
    float limit = codes ? GREATEST_INPUT_CODE : InputNormaliser.LIMIT;
    Value x = graph.clip(graph.mul(graph.sub(observation, offset), gain), -limit, limit);
    x = codes ? graph.round(x) : x;
    for (Weights layer : layers) {
      x = apply(layer, x);
    }
    return x;
  }

  /** Appends scores in which masked actions have {@link #MASKED}. */
  public Value mask(Value scores, Value mask) {
    return graph.op("Where", mask, scores, graph.scalar(MASKED));
  }

  private float[] gains() {
    float[] gains = network.normaliser().gain();
    for (int i = 0; codes && i < gains.length; i++) {
      gains[i] *= CODES_PER_UNIT;
    }
    return gains;
  }

  private Value scale(PolicyLayer layer, Value sums) {
    return graph.mul(graph.round(sums), graph.floats(layer.scales(), layer.outputs()));
  }

  private Value apply(Weights layer, Value x) {
    Value sums = graph.op("MatMul", x, layer.weights());
    Value scaled = codes ? scale(layer.layer(), sums) : sums;
    Value y = graph.add(scaled, layer.biases());
    return switch (layer.layer().activation()) {
      case LINEAR -> y;
      case CLIPPED_RELU -> clippedRelu(y);
    };
  }

  /** Adds the weights: codes as bytes, turned into floats when the file is loaded. */
  private Value weights(PolicyLayer layer) {
    float[] weights = layer.weights();
    if (!codes) {
      return graph.floats(weights, layer.inputs(), layer.outputs());
    }
    byte[] bytes = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      bytes[i] = (byte) weights[i];
      if (bytes[i] != weights[i]) {
        throw new IllegalArgumentException(
            "A weight code is " + weights[i] + "; codes are whole numbers in [-127, 127].");
      }
    }
    Value stored = graph.bytes(ElementType.INT8, bytes, layer.inputs(), layer.outputs());
    return graph.cast(stored, ElementType.FLOAT);
  }

  private Value clippedRelu(Value y) {
    if (!codes) {
      return graph.clip(y, 0, PolicyNetwork.HIDDEN_LIMIT);
    }
    Value scaled = graph.mul(y, graph.scalar(PolicyNetwork.HIDDEN_CODES_PER_UNIT));
    return graph.round(graph.clip(scaled, 0, PolicyNetwork.GREATEST_HIDDEN_CODE));
  }
}
