package org.arbit.experiments.export.graph;

import java.util.List;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * Standard ONNX: QuantizeLinear and DequantizeLinear on bytes, with a Clip between the two where
 * there are fewer than eight bits.
 */
public final class QdqQuantization implements Quantization {

  private static final float IMAGE_STEP = 1 / 255f;
  private static final int BYTE = 8;

  @Override
  public Value activations(GraphBuilder graph, String name, Value x, float step, int bits) {
    Value scale = graph.scalar(step);
    Value zero = graph.byteScalar(ElementType.UINT8, 0);
    Value codes = graph.op("QuantizeLinear", x, scale, zero);
    if (bits < BYTE) {
      codes = graph.op("Clip", codes, zero, graph.byteScalar(ElementType.UINT8, (1 << bits) - 1));
    }
    return graph.op("DequantizeLinear", codes, scale, zero);
  }

  @Override
  public Value weights(
      GraphBuilder graph, String name, byte[] codes, float[] steps, int bits, long... shape) {
    return graph.op(
        "DequantizeLinear",
        List.of(Attribute.of("axis", 0)),
        graph.bytes(ElementType.INT8, codes, shape),
        graph.floats(steps, steps.length),
        graph.bytes(ElementType.INT8, new byte[steps.length], steps.length));
  }

  @Override
  public Value image(GraphBuilder graph, Value bytes) {
    return graph.op(
        "DequantizeLinear",
        bytes,
        graph.scalar(IMAGE_STEP),
        graph.byteScalar(ElementType.UINT8, 0));
  }
}
