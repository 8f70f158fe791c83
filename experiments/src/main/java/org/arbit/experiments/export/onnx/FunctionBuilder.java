package org.arbit.experiments.export.onnx;

import java.util.List;
import onnx.Onnx;

/**
 * Explains an operator of another domain by known ones, inside of the file that uses it, so that
 * every runtime can run it. Values are named by the caller.
 */
public final class FunctionBuilder {

  private final Onnx.FunctionProto.Builder function = Onnx.FunctionProto.newBuilder();

  /** Starts the explanation of an operator. */
  public FunctionBuilder(
      String domain, String name, List<String> inputs, String output, List<String> attributes) {
    function.setDomain(domain).setName(name).addAllInput(inputs).addOutput(output);
    function.addAllAttribute(attributes);
    function.addOpsetImport(
        Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxModel.OPSET));
  }

  /** Adds a step. */
  public FunctionBuilder step(String output, String type, String... inputs) {
    function.addNode(
        Onnx.NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output));
    return this;
  }

  /**
   * Adds a constant.
   *
   * @param value not zero, which these classes would leave out
   */
  public FunctionBuilder constant(String output, float value) {
    return constantNode(
        output,
        Onnx.AttributeProto.newBuilder()
            .setName("value_float")
            .setType(Onnx.AttributeProto.AttributeType.FLOAT)
            .setF(value));
  }

  /** Adds a constant that is a whole-numbered attribute of the node that is explained. */
  public FunctionBuilder attribute(String output, String attribute) {
    return constantNode(
        output,
        Onnx.AttributeProto.newBuilder()
            .setName("value_int")
            .setType(Onnx.AttributeProto.AttributeType.INT)
            .setRefAttrName(attribute));
  }

  private FunctionBuilder constantNode(String output, Onnx.AttributeProto.Builder value) {
    function.addNode(
        Onnx.NodeProto.newBuilder().setOpType("Constant").addAttribute(value).addOutput(output));
    return this;
  }

  /** Adds a change of the element type. */
  public FunctionBuilder cast(String output, String input, ElementType type) {
    function.addNode(
        Onnx.NodeProto.newBuilder()
            .setOpType("Cast")
            .addAttribute(Attribute.of("to", type.code()).proto())
            .addInput(input)
            .addOutput(output));
    return this;
  }

  Onnx.FunctionProto build() {
    return function.build();
  }
}
