package org.arbit.experiments.export.onnx;

import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.PolicyLayer;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;

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

  private final PolicyNetwork network;
  private final boolean codes;

  /** Describes {@code network}. */
  public PolicyGraph(PolicyNetwork network) {
    this.network = network;
    this.codes = network.precision() == Precision.INT8;
  }

  /**
   * Appends the scores of all actions, masked or not.
   *
   * @param observation {@code samples x inputs}
   * @return {@code samples x actions}
   */
  public Value scores(GraphBuilder graph, Value observation) {
    Value x = normalise(graph, observation);
    for (PolicyLayer layer : network.layers()) {
      x = layer(graph, layer, x);
    }
    return x;
  }

  /** Appends scores in which masked actions have {@link #MASKED}. */
  public static Value mask(GraphBuilder graph, Value scores, Value mask) {
    return graph.op("Where", mask, scores, graph.scalar(MASKED));
  }

  private Value normalise(GraphBuilder graph, Value observation) {
    InputNormaliser normaliser = network.normaliser();
    float[] gain = normaliser.gain();
    if (codes) {
      for (int i = 0; i < gain.length; i++) {
        gain[i] *= CODES_PER_UNIT;
      }
    }
    float limit = codes ? GREATEST_INPUT_CODE : InputNormaliser.LIMIT;
    Value centred = graph.sub(observation, graph.floats(normaliser.offset(), normaliser.fields()));
    Value scaled = graph.mul(centred, graph.floats(gain, gain.length));
    Value clamped = graph.clip(scaled, -limit, limit);
    return codes ? graph.round(clamped) : clamped;
  }

  private Value layer(GraphBuilder graph, PolicyLayer layer, Value x) {
    Value sums = graph.op("MatMul", x, weights(graph, layer));
    Value scaled =
        codes ? graph.mul(graph.round(sums), graph.floats(layer.scales(), layer.outputs())) : sums;
    Value y = graph.add(scaled, graph.floats(layer.biases(), layer.outputs()));
    return switch (layer.activation()) {
      case LINEAR -> y;
      case CLIPPED_RELU -> clippedRelu(graph, y);
    };
  }

  /** Adds the weights: codes as bytes, turned into floats when the file is loaded. */
  private Value weights(GraphBuilder graph, PolicyLayer layer) {
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

  private Value clippedRelu(GraphBuilder graph, Value y) {
    if (!codes) {
      return graph.clip(y, 0, PolicyNetwork.HIDDEN_LIMIT);
    }
    Value scaled = graph.mul(y, graph.scalar(PolicyNetwork.HIDDEN_CODES_PER_UNIT));
    return graph.round(graph.clip(scaled, 0, PolicyNetwork.GREATEST_HIDDEN_CODE));
  }
}
