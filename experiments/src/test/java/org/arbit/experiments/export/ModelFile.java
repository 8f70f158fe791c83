package org.arbit.experiments.export;

import com.google.common.collect.Iterables;
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

  /** Returns the only node that reads a value. */
  NodeProto readerOf(String value) {
    return Iterables.getOnlyElement(
        graph().getNodeList().stream().filter(n -> n.getInputList().contains(value)).toList());
  }
}
