package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.NetworkPlan;

/**
 * The whole adaptive network as one graph: stem, then for every layer its observation, the
 * controller's choice and the layer itself at the bits that were chosen for each sample, then the
 * classifier. Where the network has heads, samples may leave: those that do are computed no
 * further. The numbers are those of the Java engine, bit for bit, as long as the runtime multiplies
 * and adds one after the other; sums of codes are exact in any order.
 */
public final class AdaptiveGraph {

  private final GraphBuilder graph = new GraphBuilder("adaptive");
  private final AdaptiveDesign design;
  private final FrozenNetwork network;
  private final NetworkPlan plan;
  private final Batching batching;
  private final int layers;
  private final Value image;
  private final Ledger ledger;
  private final ObservationGraph observations;
  private final PolicyGraph policy;
  private final Selection selection;
  private final List<ConvGraph> convolutions = new ArrayList<>();
  private final List<Optional<ConvGraph>> projections = new ArrayList<>();
  private final List<ClassifierGraph> heads = new ArrayList<>();
  private final ClassifierGraph classifier;
  private final Value[] tensors;
  private final Value[] projected;
  private Value batch;

  /**
   * Adds inputs and constants; these all stand outside of branches, where every branch sees them.
   */
  private AdaptiveGraph(AdaptiveDesign design, Batching batching) {
    this.design = design;
    this.network = design.network();
    this.plan = network.plan();
    this.batching = batching;
    NetworkSpec spec = network.spec();
    this.layers = spec.layers();
    this.image =
        graph.input(
            "image", ElementType.UINT8, samples(), spec.channels(), spec.height(), spec.width());
    this.batch = graph.op("Slice", graph.op("Shape", image), graph.longs(0), graph.longs(1));
    this.ledger = new Ledger(graph, design, batch);
    this.observations = new ObservationGraph(graph, design, ledger, batch);
    this.policy = new PolicyGraph(graph, design.policy());
    this.selection = new Selection(graph, batching, design.actions().bitActions());
    this.tensors = new Value[layers + 1];
    this.projected = new Value[layers];
    int[] bits = network.bitWidths().toArray();
    for (int l = 0; l < layers; l++) {
      convolutions.add(convolution(network.layers().get(l), bits));
      projections.add(network.projection(l).map(beside -> convolution(beside, bits)));
    }
    for (int h = 0; design.actions().hasExit() && h < plan.heads().size(); h++) {
      heads.add(new ClassifierGraph(graph, network.heads().get(h), spec.classes()));
    }
    this.classifier = new ClassifierGraph(graph, network.classifier(), spec.classes());
  }

  private ConvGraph convolution(FrozenLayer layer, int[] bits) {
    return new ConvGraph(graph, layer, bits, network.separate());
  }

  private Object samples() {
    return batching == Batching.SINGLE ? 1 : "N";
  }

  /**
   * Returns the graph. In: {@code image} (uint8, N x channels x height x width; N is 1 with {@link
   * Batching#SINGLE}), {@code lambda} (double, one for all samples or one for each) where the
   * policy reads it, {@code budget} (int64, BitOps, likewise) where it has a hard one. Out: {@code
   * logits} (float, N x classes; a head's where the sample left there), {@code bits} (int64, N x
   * layers; those of the weights, with {@code activation_bits} beside them where the two differ; 0
   * for layers after the sample has left), {@code bitops} (int64, N: those of the network, fixed
   * layers included, the controller's not).
   */
  public static GraphBuilder build(AdaptiveDesign design, Batching batching) {
    return new AdaptiveGraph(design, batching).build();
  }

  private GraphBuilder build() {
    ConvGraph stem = convolution(network.stem(), new int[] {NetworkSpec.FIXED_BITS});
    Value codes = graph.cast(image, ElementType.FLOAT);
    tensors[0] = graph.op("Relu", stem.convolve(graph, codes, 0, 0));
    Outcome outcome = from(0, 0);
    graph.output(
        "logits", outcome.logits(), ElementType.FLOAT, samples(), network.spec().classes());
    List<String> names = List.of("bits", "activation_bits");
    for (int i = 0; i < outcome.bits().size(); i++) {
      graph.output(names.get(i), outcome.bits().get(i), ElementType.INT64, samples(), layers);
    }
    graph.output("bitops", outcome.bitOps(), ElementType.INT64, samples());
    return graph;
  }

  /**
   * Adds the rest of the network.
   *
   * @param first layer that the outcome tells of; not later than {@code next}
   * @param next layer that has not been added
   */
  private Outcome from(int first, int next) {
    for (int l = next; l < layers; l++) {
      Value choice = choose(l);
      if (ledger.leavesBefore(l)) {
        List<Value> before = l == first ? List.of() : ledger.bits(first, l);
        Outcome parted = batching == Batching.SINGLE ? branch(l, choice) : part(l, choice);
        return l == first ? parted : parted.after(graph, before);
      }
      run(l, choice);
    }
    ConvShape last = plan.nodes().get(layers - 1).shape();
    Value logits = classifier.logits(graph, tensors[layers], last.outChannels());
    return new Outcome(logits, ledger.total(), ledger.bits(first, layers));
  }

  /** Adds the controller's choice at a layer: an action that is valid there, for each sample. */
  private Value choose(int layer) {
    ConvGraph conv = convolutions.get(layer);
    Value codes = conv.codes(graph, tensors[layer], network.bitWidths().size() - 1);
    Value features = FeatureGraph.add(graph, codes, conv.shape(), network.bitWidths().max());
    Value scores = policy.scores(observations.at(layer, features));
    if (design.actions().hasExit() && !ledger.leavesBefore(layer)) {
      // The exit is the last action.
      scores = graph.columns(scores, design.actions().bitActions());
    }
    if (design.hasBudget()) {
      scores = policy.mask(scores, ledger.mask(layer));
    }
    return graph.argMax(scores, 1);
  }

  /** Adds a layer at the bits that were chosen, and books them. */
  private void run(int layer, Value choice) {
    Value y = searchable(convolutions.get(layer), layer, choice);
    projections
        .get(layer)
        .ifPresent(beside -> projected[layer] = searchable(beside, layer, choice));
    tensors[layer + 1] = JoinGraph.finish(graph, plan, layer, y, tensors, projected);
    ledger.book(layer, choice);
  }

  private Value searchable(ConvGraph conv, int layer, Value choice) {
    return selection.run(
        tensors[layer],
        batch,
        choice,
        conv.shape(),
        (inner, x, action) ->
            conv.run(
                inner,
                x,
                network.bitWidths().indexOf(design.actions().weightBits(action)),
                network.bitWidths().indexOf(design.actions().activationBits(action))));
  }

  /** Adds an If before a layer: either the head, or all the rest. */
  private Outcome branch(int layer, Value choice) {
    int classes = network.spec().classes();
    int rest = layers - layer;
    Value leaves =
        graph.op("Equal", graph.reshape(choice), graph.scalarLong(design.actions().exitAction()));
    graph.enter("leave" + layer);
    Value zeros = graph.longTensor(new long[rest], 1, rest);
    int tables = network.separate() ? 2 : 1;
    Outcome left =
        new Outcome(
            head(layer, tensors[layer]),
            ledger.totalLeavingBefore(layer),
            // Each of its own: what a branch yields must have different names.
            Stream.generate(() -> graph.op("Identity", zeros)).limit(tables).toList());
    GraphBuilder leave = graph.leave();
    left.addTo(leave, classes, rest);
    graph.enter("stay" + layer);
    run(layer, choice);
    Outcome stayed = from(layer, layer + 1);
    GraphBuilder stay = graph.leave();
    stayed.addTo(stay, classes, rest);
    return Outcome.of(graph.either(leaves, leave, stay, 2 + stayed.bits().size()));
  }

  /** Parts the samples before a layer: those that leave get the head, the others all the rest. */
  private Outcome part(int layer, Value choice) {
    Value exit = graph.op("Equal", choice, graph.longs(design.actions().exitAction()));
    Value leaving = graph.places(exit);
    Value staying = graph.places(graph.op("Not", exit));
    Value leftLogits = head(layer, graph.gather(tensors[layer], leaving, 0));
    Value leftBitOps = graph.gather(ledger.totalLeavingBefore(layer), leaving, 0);
    Value all = batch;
    restrict(layer, staying);
    run(layer, graph.gather(choice, staying, 0));
    Outcome stayed = from(layer, layer + 1);
    Value noLogits =
        graph.op(
            "Expand",
            graph.floats(new float[1], 1, 1),
            graph.concat(0, all, graph.longs(network.spec().classes())));
    Value noBits =
        graph.op("Expand", graph.longs(0), graph.concat(0, all, graph.longs(layers - layer)));
    Value logits = graph.scatter(noLogits, leaving, leftLogits);
    Value bitOps = graph.scatter(graph.op("Expand", graph.longs(0), all), leaving, leftBitOps);
    return new Outcome(
        graph.scatter(logits, staying, stayed.logits()),
        graph.scatter(bitOps, staying, stayed.bitOps()),
        stayed.bits().stream().map(table -> graph.scatter(noBits, staying, table)).toList());
  }

  private Value head(int layer, Value map) {
    int channels = convolutions.get(layer).shape().inChannels();
    return heads.get(plan.headBefore(layer)).logits(graph, map, channels);
  }

  /** Goes on with some of the samples: keeps their part of everything that is still read. */
  private void restrict(int layer, Value staying) {
    batch = graph.op("Shape", staying);
    ledger.restrict(staying);
    observations.restrict(staying, batch);
    tensors[layer] = graph.gather(tensors[layer], staying, 0);
    for (int from = 0; from < layer; from++) {
      int source = from;
      boolean read =
          plan.nodes().subList(layer, layers).stream().anyMatch(n -> n.skipFrom() == source);
      if (read) {
        tensors[from] = graph.gather(tensors[from], staying, 0);
        projected[from] =
            projections.get(from).isPresent()
                ? graph.gather(projected[from], staying, 0)
                : projected[from];
      }
    }
  }
}
