package org.arbit.experiments.export.onnx;

import onnx.Onnx;

/** Describes inputs and outputs of a graph. */
final class ValueInfos {

  private ValueInfos() {}

  static Onnx.ValueInfoProto of(String name, ElementType type, Object... shape) {
    Onnx.TensorShapeProto.Builder sides = Onnx.TensorShapeProto.newBuilder();
    for (Object side : shape) {
      Onnx.TensorShapeProto.Dimension.Builder dimension =
          Onnx.TensorShapeProto.Dimension.newBuilder();
      if (side instanceof Number number) {
        dimension.setDimValue(number.longValue());
      } else {
        dimension.setDimParam(side.toString());
      }
      sides.addDim(dimension);
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(sides)))
        .build();
  }
}
