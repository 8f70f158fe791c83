package org.arbit.experiments.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** What is in an ONNX file, read independently of what wrote it. */
final class ModelFile {

  /** Bytes of tag and length before a message; three at most up to 16 KB, as most are. */
  private static final int FRAME = 3;

  private final ModelProto model;

  ModelFile(byte[] bytes) throws InvalidProtocolBufferException {
    model = ModelProto.parseFrom(bytes);
  }

  GraphProto graph() {
    return model.getGraph();
  }

  /** Returns the constants by name. */
  Map<String, TensorProto> constants() {
    Map<String, TensorProto> constants = new HashMap<>();
    graph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    return constants;
  }

  /**
   * Returns the bytes of everything that an output is computed from, without what only decides
   * between branches: the way back ends at ArgMax, which is where choices come from.
   */
  long bytesBehind(String output) {
    Map<String, NodeProto> makers = new HashMap<>();
    for (NodeProto node : graph().getNodeList()) {
      node.getOutputList().forEach(name -> makers.put(name, node));
    }
    Map<String, TensorProto> constants = constants();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(output));
    long bytes = 0;
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeProto node = makers.get(name);
      if (!seen.add(name)) {
        continue;
      }
      if (constants.containsKey(name)) {
        bytes += FRAME + constants.get(name).getSerializedSize();
      } else if (node != null && !node.getOpType().equals("ArgMax")) {
        bytes += FRAME + node.getSerializedSize();
        node.getInputList().forEach(open::push);
      }
    }
    return bytes;
  }

  /**
   * Returns the file with each named tensor rounded to its scale and clamped before it is read, as
   * AIMET's encodings say it.
   */
  byte[] withQuantizedActivations(JsonNode encodings) {
    Map<String, JsonNode> byName = new HashMap<>();
    encodings.forEach(encoding -> byName.put(encoding.get("name").asText(), encoding));
    GraphProto.Builder graph = graph().toBuilder().clearNode();
    for (NodeProto node : graph().getNodeList()) {
      NodeProto.Builder reader = node.toBuilder().clearInput();
      node.getInputList()
          .forEach(name -> reader.addInput(byName.containsKey(name) ? name + ".quantized" : name));
      graph.addNode(reader);
      JsonNode encoding = byName.get(node.getOutput(0));
      if (encoding != null) {
        quantize(graph, node.getOutput(0), encoding);
      }
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  private static void quantize(GraphProto.Builder graph, String name, JsonNode encoding) {
    float largest = (1 << encoding.get("bw").intValue()) - 1;
    constant(graph, name + ".scale", encoding.get("scale").get(0).floatValue());
    constant(graph, name + ".low", encoding.get("offset").get(0).floatValue());
    constant(graph, name + ".high", encoding.get("offset").get(0).floatValue() + largest);
    node(graph, "Div", name + ".steps", name, name + ".scale");
    node(graph, "Round", name + ".rounded", name + ".steps");
    node(graph, "Clip", name + ".codes", name + ".rounded", name + ".low", name + ".high");
    node(graph, "Mul", name + ".quantized", name + ".codes", name + ".scale");
  }

  private static void constant(GraphProto.Builder graph, String name, float value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(value));
  }

  private static void node(GraphProto.Builder graph, String type, String output, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output));
  }
}
