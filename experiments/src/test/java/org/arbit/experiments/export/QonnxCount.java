package org.arbit.experiments.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * Counts the BitOps of a QONNX file from the file alone: shapes are followed from the input through
 * all nodes, and the bits of every product are those of the {@code Quant} (or {@code BipolarQuant})
 * nodes that both of its factors come from.
 */
final class QonnxCount {

  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, Long> bitOps = new HashMap<>();

  private QonnxCount(GraphProto graph) {
    graph
        .getInitializerList()
        .forEach(
            tensor -> {
              constants.put(tensor.getName(), tensor);
              shapes.put(
                  tensor.getName(),
                  tensor.getDimsList().stream().mapToLong(Long::longValue).toArray());
            });
    for (ValueInfoProto input : graph.getInputList()) {
      // One sample, whatever the first side is called.
      shapes.put(
          input.getName(),
          input.getType().getTensorType().getShape().getDimList().stream()
              .mapToLong(side -> side.hasDimParam() ? 1 : side.getDimValue())
              .toArray());
    }
    for (NodeProto node : graph.getNodeList()) {
      makers.put(node.getOutput(0), node);
      shapes.put(node.getOutput(0), shape(node));
    }
  }

  /**
   * Returns the BitOps of one sample for each convolution or product, by the name of its output.
   */
  static Map<String, Long> bitOps(byte[] file) throws InvalidProtocolBufferException {
    return new QonnxCount(ModelProto.parseFrom(file).getGraph()).bitOps;
  }

  private long[] shape(NodeProto node) {
    long[] first = shapes.get(node.getInput(0));
    return switch (node.getOpType()) {
      case "Conv" -> convolution(node, first);
      case "Gemm" -> product(node, first);
      case "MaxPool" -> window(node, first, first[1]);
      case "ReduceMean" -> Arrays.copyOf(first, 2);
      case "Reshape" -> reshaped(first, longs(node.getInput(1)));
      case "Pad" -> padded(first, longs(node.getInput(1)));
      case "Slice" -> sliced(node, first);
      case "Add", "Mul" -> broadcast(first, shapes.get(node.getInput(1)));
      case "Cast", "Relu", "Identity", "Quant", "BipolarQuant" -> first;
      default -> throw new AssertionError("unknown operator " + node.getOpType());
    };
  }

  private long[] convolution(NodeProto node, long[] input) {
    long[] weights = shapes.get(node.getInput(1));
    long[] output = window(node, input, weights[0]);
    if (input[1] != weights[1] * number(node, "group", 1)) {
      throw new AssertionError(node.getOutput(0) + " reads " + input[1] + " channels");
    }
    long perOutput = weights[1] * weights[2] * weights[3];
    count(node, output[1] * output[2] * output[3] * perOutput);
    return output;
  }

  private long[] product(NodeProto node, long[] input) {
    long[] weights = shapes.get(node.getInput(1));
    if (number(node, "transB", 0) != 1 || weights[1] != input[1]) {
      throw new AssertionError(node.getOutput(0) + " is another product than expected");
    }
    count(node, weights[0] * weights[1]);
    return new long[] {input[0], weights[0]};
  }

  private void count(NodeProto node, long macs) {
    bitOps.put(node.getOutput(0), macs * bits(node.getInput(0)) * bits(node.getInput(1)));
  }

  private long bits(String factor) {
    NodeProto quantizer = makers.get(factor);
    return switch (quantizer == null ? "nothing" : quantizer.getOpType()) {
      case "BipolarQuant" -> 1;
      case "Quant" -> (long) little(constants.get(quantizer.getInput(3))).getFloat();
      default -> throw new AssertionError(factor + " is not quantized");
    };
  }

  private static long[] window(NodeProto node, long[] input, long channels) {
    long[] kernel = list(node, "kernel_shape", 1, 1);
    long[] strides = list(node, "strides", 1, 1);
    long[] pads = list(node, "pads", 0, 0, 0, 0);
    return new long[] {
      input[0],
      channels,
      (input[2] + pads[0] + pads[2] - kernel[0]) / strides[0] + 1,
      (input[3] + pads[1] + pads[3] - kernel[1]) / strides[1] + 1
    };
  }

  private static long[] reshaped(long[] input, long[] wanted) {
    long known = -Arrays.stream(wanted).reduce(1, (a, b) -> a * b);
    long all = Arrays.stream(input).reduce(1, (a, b) -> a * b);
    return Arrays.stream(wanted).map(side -> side < 0 ? all / known : side).toArray();
  }

  private static long[] padded(long[] input, long[] pads) {
    long[] shape = input.clone();
    for (int side = 0; side < shape.length; side++) {
      shape[side] += pads[side] + pads[side + shape.length];
    }
    return shape;
  }

  private long[] sliced(NodeProto node, long[] input) {
    long[] starts = longs(node.getInput(1));
    long[] ends = longs(node.getInput(2));
    long[] axes = longs(node.getInput(3));
    long[] shape = input.clone();
    for (int i = 0; i < axes.length; i++) {
      int side = (int) axes[i];
      long step = node.getInputCount() > 4 ? longs(node.getInput(4))[i] : 1;
      shape[side] = (Math.min(ends[i], input[side]) - starts[i] + step - 1) / step;
    }
    return shape;
  }

  private static long[] broadcast(long[] a, long[] b) {
    long[] larger = a.length >= b.length ? a.clone() : b.clone();
    long[] other = a.length >= b.length ? b : a;
    for (int i = 1; i <= other.length; i++) {
      int side = larger.length - i;
      larger[side] = Math.max(larger[side], other[other.length - i]);
    }
    return larger;
  }

  private long[] longs(String name) {
    ByteBuffer values = little(constants.get(name));
    long[] list = new long[values.remaining() / Long.BYTES];
    values.asLongBuffer().get(list);
    return list;
  }

  private static ByteBuffer little(TensorProto tensor) {
    return ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long number(NodeProto node, String name, long otherwise) {
    return attributes(node, name).stream().map(AttributeProto::getI).findFirst().orElse(otherwise);
  }

  private static long[] list(NodeProto node, String name, long... otherwise) {
    return attributes(node, name).stream()
        .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray())
        .findFirst()
        .orElse(otherwise);
  }

  private static List<AttributeProto> attributes(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).toList();
  }
}
