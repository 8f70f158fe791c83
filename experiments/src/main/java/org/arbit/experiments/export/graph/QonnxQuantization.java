package org.arbit.experiments.export.graph;

import java.util.Arrays;
import java.util.List;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * QONNX (arXiv 2206.07527): real tensors that pass through {@code Quant} nodes, which say the
 * bit-width, and {@code BipolarQuant} for weights of one bit.
 */
public final class QonnxQuantization implements Quantization {

  /** The domain of the nodes. */
  public static final String DOMAIN = "qonnx.custom_op.general";

  private static final float IMAGE_STEP = 1 / 255f;
  private static final int IMAGE_BITS = 8;

  @Override
  public Value activations(GraphBuilder graph, String name, Value x, float step, int bits) {
    return quant(graph, x, graph.scalar(step), bits, false);
  }

  @Override
  public Value weights(
      GraphBuilder graph, String name, byte[] codes, float[] steps, int bits, long... shape) {
    long[] sides = new long[shape.length];
    Arrays.fill(sides, 1);
    sides[0] = steps.length;
    Value real = graph.floats(RecordedQuantization.values(codes, steps), shape);
    Value scale = graph.floats(steps, sides);
    return bits == 1
        ? graph.custom(DOMAIN, "BipolarQuant", List.of(), real, scale)
        : quant(graph, real, scale, bits, true);
  }

  @Override
  public Value image(GraphBuilder graph, Value bytes) {
    Value step = graph.scalar(IMAGE_STEP);
    Value real = graph.mul(graph.cast(bytes, ElementType.FLOAT), step);
    return quant(graph, real, step, IMAGE_BITS, false);
  }

  private static Value quant(GraphBuilder graph, Value x, Value scale, int bits, boolean signed) {
    return graph.custom(
        DOMAIN,
        "Quant",
        List.of(
            Attribute.of("signed", signed ? 1 : 0),
            Attribute.of("narrow", 0),
            Attribute.of("rounding_mode", "ROUND")),
        x,
        scale,
        graph.scalar(0),
        graph.scalar(bits));
  }
}
