package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.frozen.FrozenClassifier;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.NetworkPlan;

/**
 * The network at one allocation, in the way that other tools write quantized networks: real
 * convolutions between quantizers, batch-norm folded into the steps of the weights, channel by
 * channel. Other tools round in other places, so that here and there a code differs by one from the
 * Java engine's. Heads at which samples may leave are left out.
 */
public final class StaticGraph {

  private final GraphBuilder graph = new GraphBuilder("static");
  private final FrozenNetwork network;
  private final Allocation allocation;
  private final Quantization quantization;

  private StaticGraph(FrozenNetwork network, Allocation allocation, Quantization quantization) {
    this.network = network;
    this.allocation = allocation;
    this.quantization = quantization;
  }

  /**
   * Returns the graph. In: {@code image} (uint8, N x channels x height x width). Out: {@code
   * logits} (float, N x classes).
   */
  public static GraphBuilder build(
      FrozenNetwork network, Allocation allocation, Quantization quantization) {
    return new StaticGraph(network, allocation, quantization).build();
  }

  private GraphBuilder build() {
    NetworkSpec spec = network.spec();
    NetworkPlan plan = network.plan();
    Value bytes =
        graph.input("image", ElementType.UINT8, "N", spec.channels(), spec.height(), spec.width());
    Value image = quantization.image(graph, bytes);
    Value[] tensors = new Value[spec.layers() + 1];
    Value[] projected = new Value[spec.layers()];
    tensors[0] =
        graph.op("Relu", convolution(network.stem(), image, 255, NetworkSpec.FIXED_BITS, 0, 0));
    for (int l = 0; l < spec.layers(); l++) {
      FrozenLayer layer = network.layers().get(l);
      int w = network.bitWidths().indexOf(allocation.weightBits(l));
      int a = network.bitWidths().indexOf(allocation.activationBits(l));
      float inverse = layer.inverseStep(a);
      Value x =
          quantization.activations(
              graph,
              layer.name() + ".input",
              tensors[l],
              1 / inverse,
              allocation.activationBits(l));
      int bits = allocation.weightBits(l);
      Value y = convolution(layer, x, inverse, bits, w, a);
      Optional<FrozenLayer> projection = network.projection(l);
      if (projection.isPresent()) {
        projected[l] = convolution(projection.get(), x, inverse, bits, w, a);
      }
      tensors[l + 1] = JoinGraph.finish(graph, plan, l, y, tensors, projected);
    }
    Value logits = classifier(tensors[spec.layers()]);
    graph.output("logits", logits, ElementType.FLOAT, "N", spec.classes());
    return graph;
  }

  /**
   * Adds a convolution of real values whose weights carry the factors of the batch-norm. Steps are
   * positive: where a factor is negative, the sign is multiplied on afterwards.
   */
  private Value convolution(FrozenLayer layer, Value x, float inverseStep, int bits, int w, int a) {
    ConvShape shape = layer.shape();
    int channels = shape.outChannels();
    float[] factors = layer.factors(w, a);
    float[] steps = new float[channels];
    float[] signs = new float[channels];
    boolean anyNegative = false;
    for (int c = 0; c < channels; c++) {
      steps[c] = Math.max(Math.abs(factors[c]) * inverseStep, Float.MIN_NORMAL);
      signs[c] = factors[c] < 0 ? -1 : 1;
      anyNegative |= factors[c] < 0;
    }
    Value weights =
        quantization.weights(
            graph,
            layer.name() + ".weight",
            layer.weightCodes(w),
            steps,
            bits,
            channels,
            shape.depthwise() ? 1 : shape.inChannels(),
            shape.kernel(),
            shape.kernel());
    float[] summands = layer.summands(w, a);
    if (!anyNegative) {
      return conv(shape, x, weights, graph.floats(summands, channels));
    }
    Value signed = graph.mul(conv(shape, x, weights), graph.floats(signs, channels, 1, 1));
    return graph.add(signed, graph.floats(summands, channels, 1, 1));
  }

  private Value conv(ConvShape shape, Value... inputs) {
    long padding = shape.padding();
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(Attribute.of("kernel_shape", new long[] {shape.kernel(), shape.kernel()}));
    attributes.add(Attribute.of("strides", new long[] {shape.stride(), shape.stride()}));
    attributes.add(Attribute.of("pads", new long[] {padding, padding, padding, padding}));
    attributes.add(Attribute.of("group", shape.depthwise() ? shape.inChannels() : 1));
    return graph.op("Conv", attributes, inputs);
  }

  private Value classifier(Value map) {
    FrozenClassifier classifier = network.classifier();
    int bits = NetworkSpec.FIXED_BITS;
    int classes = network.spec().classes();
    int plane = classifier.grid().plane();
    float mapStep = 1 / classifier.inverseMapStep();
    float meanStep = (float) ((double) mapStep / (plane * (double) classifier.meanFactor()));
    Value codes = quantization.activations(graph, "classifier.map", map, mapStep, bits);
    Value mean =
        graph.op(
            "ReduceMean",
            List.of(Attribute.of("axes", new long[] {2, 3}), Attribute.of("keepdims", 0)),
            codes);
    float[] steps = new float[classes];
    Arrays.fill(steps, classifier.factor() / meanStep);
    Value weights =
        quantization.weights(
            graph,
            "classifier.weight",
            classifier.weightCodes(),
            steps,
            bits,
            classes,
            classifier.grid().features());
    return graph.op(
        "Gemm",
        List.of(Attribute.of("transB", 1)),
        quantization.activations(graph, "classifier.input", mean, meanStep, bits),
        weights,
        graph.floats(classifier.bias(), classes));
  }
}
