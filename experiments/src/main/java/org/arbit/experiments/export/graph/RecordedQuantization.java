package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * A graph of real values that says nothing of quantization, for formats that say it in a file
 * beside it: every tensor that would be quantized has its name, and how is recorded.
 */
public final class RecordedQuantization implements Quantization {

  private static final float IMAGE_STEP = 1 / 255f;
  private static final int IMAGE_BITS = 8;

  private final List<Tensor> activations = new ArrayList<>();
  private final List<Tensor> weights = new ArrayList<>();

  /**
   * How a tensor is quantized.
   *
   * @param name of the tensor
   * @param bits of its codes; unsigned for activations, signed for weights
   * @param steps one, or one per output channel
   */
  public record Tensor(String name, int bits, float[] steps) {}

  @Override
  public Value activations(GraphBuilder graph, String name, Value x, float step, int bits) {
    activations.add(new Tensor(name, bits, new float[] {step}));
    return graph.named(name, x);
  }

  @Override
  public Value weights(
      GraphBuilder graph, String name, byte[] codes, float[] steps, int bits, long... shape) {
    weights.add(new Tensor(name, bits, steps.clone()));
    return graph.namedFloats(name, values(codes, steps), shape);
  }

  @Override
  public Value image(GraphBuilder graph, Value bytes) {
    Value real = graph.mul(graph.cast(bytes, ElementType.FLOAT), graph.scalar(IMAGE_STEP));
    return activations(graph, "stem.input", real, IMAGE_STEP, IMAGE_BITS);
  }

  /** Returns the values that codes stand for. */
  static float[] values(byte[] codes, float[] steps) {
    float[] values = new float[codes.length];
    int perChannel = codes.length / steps.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = codes[i] * steps[i / perChannel];
    }
    return values;
  }

  /** Returns the activations in the order in which they are computed. */
  public List<Tensor> activations() {
    return List.copyOf(activations);
  }

  /** Returns the weights in the order in which they are used. */
  public List<Tensor> weights() {
    return List.copyOf(weights);
  }
}
