package org.arbit.experiments.export.onnx;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onnx.Onnx;

/**
 * Builds a graph node by node. Every method adds what it says and returns the value that comes out;
 * names of values are made up, unique and the same each time. Equal constants are stored once.
 * Operators are those of opset 17. Not thread-safe.
 */
public final class GraphBuilder {

  private final Root root;
  private final Deque<Onnx.GraphProto.Builder> outer = new ArrayDeque<>();
  private Onnx.GraphProto.Builder graph;

  /** What a graph and its branches share: names, and constants, which are stored once. */
  private static final class Root {
    private final Onnx.GraphProto.Builder graph;
    private final Map<Onnx.TensorProto, Value> constants = new HashMap<>();
    private int values;

    Root(Onnx.GraphProto.Builder graph) {
      this.graph = graph;
    }
  }

  /** Starts an empty graph. */
  public GraphBuilder(String name) {
    graph = Onnx.GraphProto.newBuilder().setName(name);
    root = new Root(graph);
  }

  private GraphBuilder(Onnx.GraphProto.Builder graph, Root root) {
    this.graph = graph;
    this.root = root;
  }

  /** Starts the graph of a branch, which sees the values made so far. */
  public GraphBuilder branch(String name) {
    return new GraphBuilder(Onnx.GraphProto.newBuilder().setName(name), root);
  }

  /** Has all that is added, until {@link #leave} is called, go into a branch. */
  public void enter(String name) {
    outer.push(graph);
    graph = Onnx.GraphProto.newBuilder().setName(name);
  }

  /** Ends the branch that was entered last, and returns it. */
  public GraphBuilder leave() {
    GraphBuilder branch = new GraphBuilder(graph, root);
    graph = outer.pop();
    return branch;
  }

  /**
   * Adds an input.
   *
   * @param shape sides; a {@link Number}, or a {@link String} that names a free one
   */
  public Value input(String name, ElementType type, Object... shape) {
    graph.addInput(ValueInfos.of(name, type, shape));
    return new Value(name);
  }

  /** Adds an output that is {@code value} under a name of its own. */
  public void output(String name, Value value, ElementType type, Object... shape) {
    named(name, value);
    graph.addOutput(ValueInfos.of(name, type, shape));
  }

  /** Names a value as what a branch yields. */
  public void result(Value value, ElementType type, Object... shape) {
    graph.addOutput(ValueInfos.of(value.name(), type, shape));
  }

  /** Adds a constant. */
  public Value floats(float[] values, long... shape) {
    return constant(Tensors.floats(values, shape));
  }

  /** Adds a constant under a name of its own. */
  public Value namedFloats(String name, float[] values, long... shape) {
    root.graph.addInitializer(Tensors.floats(values, shape).toBuilder().setName(name));
    return new Value(name);
  }

  /** Adds the same value under a name of its own. */
  public Value named(String name, Value value) {
    graph.addNode(
        Onnx.NodeProto.newBuilder().setOpType("Identity").addInput(value.name()).addOutput(name));
    return new Value(name);
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

  /** Adds a double-precision constant without sides. */
  public Value scalarDouble(double value) {
    return doubles(new double[] {value});
  }

  /** Adds a whole number without sides. */
  public Value scalarLong(long value) {
    return constant(Tensors.longs(new long[] {value}));
  }

  /** Adds a constant list of 32-bit integers. */
  public Value ints(int... values) {
    return constant(Tensors.ints(values, values.length));
  }

  /** Adds a constant. */
  public Value longTensor(long[] values, long... shape) {
    return constant(Tensors.longs(values, shape));
  }

  /** Adds a constant of single bytes, {@link ElementType#INT8} or {@link ElementType#UINT8}. */
  public Value bytes(ElementType type, byte[] values, long... shape) {
    return constant(Tensors.bytes(type, values, shape));
  }

  /** Adds a constant byte without sides. */
  public Value byteScalar(ElementType type, int value) {
    return bytes(type, new byte[] {(byte) value});
  }

  private Value constant(Onnx.TensorProto tensor) {
    return root.constants.computeIfAbsent(
        tensor,
        t -> {
          String name = next();
          root.graph.addInitializer(t.toBuilder().setName(name));
          return new Value(name);
        });
  }

  /** Adds a node with one output and no attributes. */
  public Value op(String type, Value... inputs) {
    return op(type, List.of(), inputs);
  }

  /** Adds a node with one output. */
  public Value op(String type, List<Attribute> attributes, Value... inputs) {
    return node("", type, attributes, inputs);
  }

  /** Adds a node with one output whose operator is not one of ONNX's own. */
  public Value custom(String domain, String type, List<Attribute> attributes, Value... inputs) {
    return node(domain, type, attributes, inputs);
  }

  private Value node(String domain, String type, List<Attribute> attributes, Value... inputs) {
    Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder().setOpType(type);
    if (!domain.isEmpty()) {
      node.setDomain(domain);
    }
    Arrays.stream(inputs).forEach(input -> node.addInput(input.name()));
    attributes.forEach(attribute -> node.addAttribute(attribute.proto()));
    Value value = new Value(next());
    graph.addNode(node.addOutput(value.name()));
    return value;
  }

  /** Adds a choice between two branches, each of which yields one value. */
  public Value either(Value condition, GraphBuilder then, GraphBuilder otherwise) {
    return either(condition, then, otherwise, 1).get(0);
  }

  /** Adds a choice between two branches, each of which yields some values. */
  public List<Value> either(
      Value condition, GraphBuilder then, GraphBuilder otherwise, int values) {
    Onnx.NodeProto.Builder node =
        Onnx.NodeProto.newBuilder()
            .setOpType("If")
            .addInput(condition.name())
            .addAttribute(Attribute.of("then_branch", then).proto())
            .addAttribute(Attribute.of("else_branch", otherwise).proto());
    List<Value> yielded = Stream.generate(() -> new Value(next())).limit(values).toList();
    yielded.forEach(value -> node.addOutput(value.name()));
    graph.addNode(node);
    return yielded;
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

  /** Adds a quotient, element by element. */
  public Value div(Value a, Value b) {
    return op("Div", a, b);
  }

  /** Adds sides of length one at the given places. */
  public Value unsqueeze(Value value, long... axes) {
    return op("Unsqueeze", value, longs(axes));
  }

  /** Adds the joining of values along a side. */
  public Value concat(int axis, Value... values) {
    return op("Concat", List.of(Attribute.of("axis", axis)), values);
  }

  /** Adds the picking of elements (rows, for axis 0) by index. */
  public Value gather(Value values, Value indices, int axis) {
    return op("Gather", List.of(Attribute.of("axis", axis)), values, indices);
  }

  /** Adds the sum over the given sides, which go away. */
  public Value sum(Value value, long... axes) {
    return op("ReduceSum", List.of(Attribute.of("keepdims", 0)), value, longs(axes));
  }

  /** Adds the part from {@code starts} (inclusive) to the end along two sides, in steps of two. */
  public Value everySecond(Value value, long[] starts, long[] axes) {
    return op(
        "Slice",
        value,
        longs(starts),
        longs(Long.MAX_VALUE, Long.MAX_VALUE),
        longs(axes),
        longs(2, 2));
  }

  /** Adds the first columns of a table. */
  public Value columns(Value table, int count) {
    return op("Slice", table, longs(0), longs(count), longs(1));
  }

  /** Adds the indices of the true values in a list. */
  public Value places(Value flags) {
    return reshape(op("NonZero", flags), -1);
  }

  /** Adds a copy of a value in which some rows are replaced. */
  public Value scatter(Value value, Value places, Value rows) {
    return op("ScatterND", value, unsqueeze(places, 1), rows);
  }

  /** Adds another shape over the same elements; one side may be -1. */
  public Value reshape(Value value, long... shape) {
    return op("Reshape", value, longs(shape));
  }

  /** Adds the index of the greatest element of every row, the first one among equals. */
  public Value argMax(Value value, int axis) {
    return op("ArgMax", List.of(Attribute.of("axis", axis), Attribute.of("keepdims", 0)), value);
  }

  /** Returns the graph. */
  Onnx.GraphProto build() {
    return graph.build();
  }

  /** Returns a short name: names are a good part of a small file. */
  private String next() {
    return Integer.toString(root.values++, Character.MAX_RADIX) + "_";
  }
}
