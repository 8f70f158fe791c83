package org.arbit.experiments.export.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;

/**
 * Builds a graph node by node. Every method adds what it says and returns the value that comes out;
 * names are made up, unique and the same each time. Operators are those of opset 17. Not
 * thread-safe.
 */
public final class GraphBuilder {

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final Map<String, Integer> names;

  /** Starts an empty graph. */
  public GraphBuilder(String name) {
    this(name, new HashMap<>());
  }

  private GraphBuilder(String name, Map<String, Integer> names) {
    graph.setName(name);
    this.names = names;
  }

  /** Starts the graph of a branch, which sees the values made so far and shares their names. */
  public GraphBuilder branch(String name) {
    return new GraphBuilder(name, names);
  }

  /**
   * Adds an input.
   *
   * @param shape sides; a {@link Number}, or a {@link String} that names a free one
   */
  public Value input(String name, ElementType type, Object... shape) {
    graph.addInput(ValueInfos.of(name, type, shape));
    return new Value(unique(name));
  }

  /** Adds an output that is {@code value} under a name of its own. */
  public void output(String name, Value value, ElementType type, Object... shape) {
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(unique(name))
            .addInput(value.name())
            .addOutput(name));
    graph.addOutput(ValueInfos.of(name, type, shape));
  }

  /** Adds a constant. */
  public Value floats(float[] values, long... shape) {
    return constant(Tensors.floats(values, shape));
  }

  /** Adds a constant without sides. */
  public Value scalar(float value) {
    return floats(new float[] {value});
  }

  /** Adds a constant. */
  public Value doubles(double[] values, long... shape) {
    return constant(Tensors.doubles(values, shape));
  }

  /** Adds a constant list. */
  public Value longs(long... values) {
    return constant(Tensors.longs(values, values.length));
  }

  /** Adds a constant. */
  public Value longTensor(long[] values, long... shape) {
    return constant(Tensors.longs(values, shape));
  }

  /** Adds a constant of single bytes, {@link ElementType#INT8} or {@link ElementType#UINT8}. */
  public Value bytes(ElementType type, byte[] values, long... shape) {
    return constant(Tensors.bytes(type, values, shape));
  }

  private Value constant(Onnx.TensorProto tensor) {
    String name = unique("constant");
    graph.addInitializer(tensor.toBuilder().setName(name));
    return new Value(name);
  }

  /** Adds a node with one output and no attributes. */
  public Value op(String type, Value... inputs) {
    return op(type, List.of(), inputs);
  }

  /** Adds a node with one output. */
  public Value op(String type, List<Attribute> attributes, Value... inputs) {
    return ops(type, 1, attributes, inputs)[0];
  }

  /** Adds a node with several outputs. */
  public Value[] ops(String type, int outputs, List<Attribute> attributes, Value... inputs) {
    String name = unique(type);
    Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder().setOpType(type).setName(name);
    Arrays.stream(inputs).forEach(input -> node.addInput(input.name()));
    attributes.forEach(attribute -> node.addAttribute(attribute.proto()));
    Value[] values = new Value[outputs];
    for (int i = 0; i < outputs; i++) {
      values[i] = new Value(i == 0 ? name : unique(name));
      node.addOutput(values[i].name());
    }
    graph.addNode(node);
    return values;
  }

  /** Adds an element-wise sum. */
  public Value add(Value a, Value b) {
    return op("Add", a, b);
  }

  /** Adds an element-wise difference. */
  public Value sub(Value a, Value b) {
    return op("Sub", a, b);
  }

  /** Adds an element-wise product. */
  public Value mul(Value a, Value b) {
    return op("Mul", a, b);
  }

  /** Adds rounding to the nearest whole number, half to even. */
  public Value round(Value value) {
    return op("Round", value);
  }

  /** Adds a clamp to [low, high]. */
  public Value clip(Value value, float low, float high) {
    return op("Clip", value, scalar(low), scalar(high));
  }

  /** Adds a change of the element type. */
  public Value cast(Value value, ElementType type) {
    return op("Cast", List.of(Attribute.of("to", type.code())), value);
  }

  /** Adds the index of the greatest element of every row, the first one among equals. */
  public Value argMax(Value value, int axis) {
    return op("ArgMax", List.of(Attribute.of("axis", axis), Attribute.of("keepdims", 0)), value);
  }

  /** Returns the graph. */
  Onnx.GraphProto build() {
    return graph.build();
  }

  private String unique(String base) {
    int count = names.merge(base, 1, Integer::sum);
    return count == 1 ? base : base + "_" + count;
  }
}
