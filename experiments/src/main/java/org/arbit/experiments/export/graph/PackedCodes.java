package org.arbit.experiments.export.graph;

import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;

/**
 * Integer weight codes as a constant that takes no more room than it must: 8 bits one to a byte, 3
 * and 4 bits two, 2 bits four, 1 bit eight. (Types of four and two bits came only with opset 21 and
 * 25.) The unpacking is constant arithmetic that a runtime does once, when it loads the file.
 */
final class PackedCodes {

  private PackedCodes() {}

  /**
   * Adds codes as floats.
   *
   * @param codes each within the range of {@code bits}; at 1 bit, -1 or 1
   */
  static Value add(GraphBuilder graph, byte[] codes, int bits, long... shape) {
    if (bits > 4) {
      return graph.cast(graph.bytes(ElementType.INT8, codes, shape), ElementType.FLOAT);
    }
    int perByte = bits == 1 ? 8 : bits == 2 ? 4 : 2;
    int radix = 1 << (8 / perByte);
    int least = bits == 1 ? -1 : -(1 << (bits - 1));
    int unit = bits == 1 ? 2 : 1;
    int length = (codes.length + perByte - 1) / perByte;
    byte[] packed = new byte[length];
    for (int i = 0, place = 1; i < codes.length; i++) {
      place = i % perByte == 0 ? 1 : place * radix;
      packed[i / perByte] += (byte) ((codes[i] - least) / unit * place);
    }
    Value bytes = graph.cast(graph.bytes(ElementType.UINT8, packed, length, 1), ElementType.INT32);
    Value digits = digits(graph, bytes, perByte, radix);
    Value flat =
        graph.op("Slice", graph.reshape(digits, -1), graph.longs(0), graph.longs(codes.length));
    Value floats = graph.cast(graph.reshape(flat, shape), ElementType.FLOAT);
    Value units = unit == 1 ? floats : graph.mul(floats, graph.scalar(unit));
    return graph.add(units, graph.scalar(least));
  }

  /** Adds the digits of every byte, the lowest first: {@code bytes x perByte}. */
  private static Value digits(GraphBuilder graph, Value bytes, int perByte, int radix) {
    Value[] digits = new Value[perByte];
    Value base = graph.ints(radix);
    int place = 1;
    for (int k = 0; k < perByte; k++) {
      Value shifted = k == 0 ? bytes : graph.div(bytes, graph.ints(place));
      digits[k] = graph.op("Mod", shifted, base);
      place *= radix;
    }
    return graph.concat(1, digits);
  }
}
