package org.arbit.experiments.export.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** Makes constant tensors; all data are stored raw, in little-endian order. */
final class Tensors {

  private Tensors() {}

  static Onnx.TensorProto floats(float[] values, long... shape) {
    ByteBuffer raw = raw(values.length, Float.BYTES);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor(ElementType.FLOAT, values.length, raw, shape);
  }

  static Onnx.TensorProto doubles(double[] values, long... shape) {
    ByteBuffer raw = raw(values.length, Double.BYTES);
    for (double value : values) {
      raw.putDouble(value);
    }
    return tensor(ElementType.DOUBLE, values.length, raw, shape);
  }

  static Onnx.TensorProto ints(int[] values, long... shape) {
    ByteBuffer raw = raw(values.length, Integer.BYTES);
    for (int value : values) {
      raw.putInt(value);
    }
    return tensor(ElementType.INT32, values.length, raw, shape);
  }

  static Onnx.TensorProto longs(long[] values, long... shape) {
    ByteBuffer raw = raw(values.length, Long.BYTES);
    for (long value : values) {
      raw.putLong(value);
    }
    return tensor(ElementType.INT64, values.length, raw, shape);
  }

  static Onnx.TensorProto bytes(ElementType type, byte[] values, long... shape) {
    ByteBuffer raw = raw(values.length, Byte.BYTES).put(values);
    return tensor(type, values.length, raw, shape);
  }

  private static ByteBuffer raw(int values, int size) {
    return ByteBuffer.allocate(Math.multiplyExact(values, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Onnx.TensorProto tensor(
      ElementType type, int count, ByteBuffer raw, long... shape) {
    Onnx.TensorProto.Builder tensor = Onnx.TensorProto.newBuilder().setDataType(type.code());
    long product = 1;
    for (long side : shape) {
      tensor.addDims(side);
      product *= side;
    }
    if (product != count) {
      throw new IllegalArgumentException(
          "A tensor of " + product + " elements was given " + count + " values.");
    }
    return tensor.setRawData(ByteString.copyFrom(raw.flip())).build();
  }
}
