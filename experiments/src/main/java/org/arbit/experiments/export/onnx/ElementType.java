package org.arbit.experiments.export.onnx;

import onnx.Onnx;

/** The element types that the exported graphs use. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT(Onnx.TensorProto.DataType.FLOAT),
  /** Unsigned bytes. */
  UINT8(Onnx.TensorProto.DataType.UINT8),
  /** Signed bytes. */
  INT8(Onnx.TensorProto.DataType.INT8),
  /** 32-bit integers. */
  INT32(Onnx.TensorProto.DataType.INT32),
  /** 64-bit integers. */
  INT64(Onnx.TensorProto.DataType.INT64),
  /** 64-bit floating point. */
  DOUBLE(Onnx.TensorProto.DataType.DOUBLE),
  /** Truth values. */
  BOOL(Onnx.TensorProto.DataType.BOOL);

  private final Onnx.TensorProto.DataType proto;

  ElementType(Onnx.TensorProto.DataType proto) {
    this.proto = proto;
  }

  int code() {
    return proto.getNumber();
  }
}
