package org.arbit.experiments.export.graph;

import java.util.List;
import java.util.Optional;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.frozen.FrozenClassifier;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.quant.LsqActivations;

/**
 * The whole adaptive network as one graph: stem, then for every layer its observation, the
 * controller's choice and the layer itself at the bits that were chosen for each sample, then the
 * classifier. The numbers are those of the Java engine, bit for bit, as long as the runtime
 * multiplies and adds one after the other; sums of codes are exact in any order.
 */
public final class AdaptiveGraph {

  private final GraphBuilder graph = new GraphBuilder("adaptive");
  private final AdaptiveDesign design;
  private final FrozenNetwork network;
  private final NetworkPlan plan;
  private final Batching batching;

  private AdaptiveGraph(AdaptiveDesign design, Batching batching) {
    this.design = design;
    this.network = design.network();
    this.plan = network.plan();
    this.batching = batching;
  }

  /**
   * Returns the graph. In: {@code image} (uint8, N x channels x height x width; N is 1 with {@link
   * Batching#SINGLE}), {@code lambda} (double, one for all samples or one for each) where the
   * policy reads it, {@code budget} (int64, BitOps, likewise) where it has a hard one. Out: {@code
   * logits} (float, N x classes), {@code bits} (int64, N x layers; those of the weights, with
   * {@code activation_bits} beside them where the two differ), {@code bitops} (int64, N: those of
   * the network, fixed layers included, the controller's not).
   */
  public static GraphBuilder build(AdaptiveDesign design, Batching batching) {
    return new AdaptiveGraph(design, batching).build();
  }

  private GraphBuilder build() {
    NetworkSpec spec = network.spec();
    Object samples = batching == Batching.SINGLE ? 1 : "N";
    Value image =
        graph.input(
            "image", ElementType.UINT8, samples, spec.channels(), spec.height(), spec.width());
    Value batch = graph.op("Slice", graph.op("Shape", image), graph.longs(0), graph.longs(1));
    Ledger ledger = new Ledger(graph, design, batch);
    ObservationGraph observations = new ObservationGraph(graph, design, ledger, batch);
    PolicyGraph policy = new PolicyGraph(graph, design.policy());
    Selection selection = new Selection(graph, batching, batch, design.actions().bitActions());
    Value[] tensors = new Value[spec.layers() + 1];
    Value[] projected = new Value[spec.layers()];
    tensors[0] = stem(image);
    for (int l = 0; l < spec.layers(); l++) {
      ConvGraph conv = convolution(network.layers().get(l), network.bitWidths().toArray());
      Value codes = conv.codes(graph, tensors[l], network.bitWidths().size() - 1);
      Value features = FeatureGraph.add(graph, codes, conv.shape(), network.bitWidths().max());
      Value scores = policy.scores(observations.at(l, features));
      if (design.hasBudget()) {
        scores = policy.mask(scores, ledger.mask(l));
      }
      Value choice = graph.argMax(scores, 1);
      Value y = searchable(conv, tensors[l], selection, choice);
      Optional<FrozenLayer> projection = network.projection(l);
      if (projection.isPresent()) {
        ConvGraph beside = convolution(projection.get(), network.bitWidths().toArray());
        projected[l] = searchable(beside, tensors[l], selection, choice);
      }
      tensors[l + 1] = JoinGraph.finish(graph, plan, l, y, tensors, projected);
      ledger.book(l, choice);
    }
    Value logits = classifier(tensors[spec.layers()]);
    graph.output("logits", logits, ElementType.FLOAT, samples, spec.classes());
    ledger.close();
    return graph;
  }

  private Value stem(Value image) {
    ConvGraph stem = convolution(network.stem(), new int[] {NetworkSpec.FIXED_BITS});
    Value codes = graph.cast(image, ElementType.FLOAT);
    return graph.op("Relu", stem.convolve(graph, codes, 0, 0));
  }

  private ConvGraph convolution(FrozenLayer layer, int[] bits) {
    return new ConvGraph(graph, layer, bits, network.separate());
  }

  private Value searchable(ConvGraph conv, Value input, Selection selection, Value choice) {
    return selection.run(
        input,
        choice,
        conv.shape(),
        (inner, x, action) ->
            conv.run(
                inner,
                x,
                network.bitWidths().indexOf(design.actions().weightBits(action)),
                network.bitWidths().indexOf(design.actions().activationBits(action))));
  }

  private Value classifier(Value map) {
    FrozenClassifier classifier = network.classifier();
    int features = plan.features();
    int classes = network.spec().classes();
    float largest = LsqActivations.largest(NetworkSpec.FIXED_BITS);
    Value codes =
        graph.round(
            graph.clip(graph.mul(map, graph.scalar(classifier.inverseMapStep())), 0, largest));
    Value sums = graph.sum(codes, 2, 3);
    Value means =
        graph.round(graph.clip(graph.mul(sums, graph.scalar(classifier.meanFactor())), 0, largest));
    Value weights =
        graph.op(
            "Transpose",
            List.of(Attribute.of("perm", new long[] {1, 0})),
            PackedCodes.add(
                graph, classifier.weightCodes(), NetworkSpec.FIXED_BITS, classes, features));
    Value products = graph.round(graph.op("MatMul", means, weights));
    Value scaled = graph.mul(products, graph.scalar(classifier.factor()));
    return graph.add(scaled, graph.floats(classifier.bias(), classes));
  }
}
