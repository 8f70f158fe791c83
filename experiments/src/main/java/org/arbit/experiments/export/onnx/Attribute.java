package org.arbit.experiments.export.onnx;

import java.nio.charset.StandardCharsets;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** A named constant of a node. */
public final class Attribute {

  private final Onnx.AttributeProto proto;

  private Attribute(Onnx.AttributeProto.Builder proto) {
    this.proto = proto.build();
  }

  /** Returns a whole number. */
  public static Attribute of(String name, long value) {
    Onnx.AttributeProto.Builder proto =
        named(name, Onnx.AttributeProto.AttributeType.INT).setI(value);
    if (value == 0) {
      // These classes leave out zeros, which readers of the format then take for absent.
      proto.setUnknownFields(
          UnknownFieldSet.newBuilder()
              .addField(
                  Onnx.AttributeProto.I_FIELD_NUMBER,
                  UnknownFieldSet.Field.newBuilder().addVarint(0).build())
              .build());
    }
    return new Attribute(proto);
  }

  /** Returns a list of whole numbers. */
  public static Attribute of(String name, long... values) {
    Onnx.AttributeProto.Builder proto = named(name, Onnx.AttributeProto.AttributeType.INTS);
    for (long value : values) {
      proto.addInts(value);
    }
    return new Attribute(proto);
  }

  /** Returns a text. */
  public static Attribute of(String name, String value) {
    return new Attribute(
        named(name, Onnx.AttributeProto.AttributeType.STRING)
            .setS(ByteString.copyFrom(value, StandardCharsets.UTF_8)));
  }

  /** Returns a graph: one branch of an If. */
  public static Attribute of(String name, GraphBuilder graph) {
    return new Attribute(named(name, Onnx.AttributeProto.AttributeType.GRAPH).setG(graph.build()));
  }

  private static Onnx.AttributeProto.Builder named(
      String name, Onnx.AttributeProto.AttributeType type) {
    return Onnx.AttributeProto.newBuilder().setName(name).setType(type);
  }

  Onnx.AttributeProto proto() {
    return proto;
  }
}
