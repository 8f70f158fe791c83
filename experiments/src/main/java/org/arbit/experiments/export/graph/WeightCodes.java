package org.arbit.experiments.export.graph;

import java.util.Arrays;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * The weight codes of a layer at all bit-widths. Where the codes at one bit-width follow from those
 * at the next higher one by cascade down-sampling (arXiv 2212.05326), {@code clamp(rint(q /
 * 2^(h-b)))}, only the higher ones are stored and the lower ones are computed when the file is
 * loaded: then a whole super-network takes a byte per weight. Whether that is so is found out from
 * the codes themselves.
 */
final class WeightCodes {

  private WeightCodes() {}

  /**
   * Adds the codes as floats.
   *
   * @param bits ascending
   * @param codes for each of {@code bits}
   * @param shape of the weights
   * @return one value for each of {@code bits}
   */
  static Value[] add(GraphBuilder graph, int[] bits, byte[][] codes, long... shape) {
    Value[] values = new Value[bits.length];
    int top = bits.length - 1;
    values[top] = PackedCodes.add(graph, codes[top], bits[top], shape);
    for (int i = top - 1; i >= 0; i--) {
      byte[] cascaded = cascade(codes[i + 1], bits[i + 1], bits[i]);
      values[i] =
          Arrays.equals(cascaded, codes[i])
              ? cascade(graph, values[i + 1], bits[i + 1], bits[i])
              : PackedCodes.add(graph, codes[i], bits[i], shape);
    }
    return values;
  }

  private static byte[] cascade(byte[] codes, int from, int to) {
    byte[] lower = new byte[codes.length];
    double unit = 1 << (from - to);
    int bound = 1 << (to - 1);
    for (int i = 0; i < codes.length; i++) {
      lower[i] =
          to == 1
              ? (byte) (codes[i] >= 0 ? 1 : -1)
              : (byte) Math.max(-bound, Math.min(bound - 1, Math.rint(codes[i] / unit)));
    }
    return lower;
  }

  private static Value cascade(GraphBuilder graph, Value codes, int from, int to) {
    if (to == 1) {
      // Twice the code plus one has the sign of the code, and that of +1 where the code is zero.
      Value odd = graph.add(graph.add(codes, codes), graph.scalar(1));
      return graph.op("Sign", odd);
    }
    int bound = 1 << (to - 1);
    Value scaled = graph.mul(codes, graph.scalar(1f / (1 << (from - to))));
    return graph.clip(graph.round(scaled), -bound, bound - 1);
  }
}
