package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * further. A second pass begins with the stem's output again, and its weights are those of the
 * first. The numbers are those of the Java engine, bit for bit, as long as the runtime multiplies
 * and adds one after the other; sums of codes are exact in any order.
 */
public final class AdaptiveGraph {

  private final GraphBuilder graph = new GraphBuilder("adaptive");
  private final AdaptiveDesign design;
  private final FrozenNetwork network;
  private final NetworkPlan plan;
  private final Batching batching;
  private final List<Decision> decisions;
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

  /** Inputs of the layers in each pass; the last is the classifier's. */
  private final Value[][] tensors;

  private final Value[][] projected;
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
    this.decisions = Decision.of(design.walked());
    this.layers = spec.layers();
    this.image =
        graph.input(
            "image", ElementType.UINT8, samples(), spec.channels(), spec.height(), spec.width());
    this.batch = graph.op("Slice", graph.op("Shape", image), graph.longs(0), graph.longs(1));
    this.ledger = new Ledger(graph, design, batch);
    this.observations = new ObservationGraph(graph, design, ledger, batch);
    this.policy = new PolicyGraph(graph, design.policy());
    this.selection = new Selection(graph, batching, design.actions().bitActions());
    int passes = decisions.get(decisions.size() - 1).pass() + 1;
    this.tensors = new Value[passes][layers + 1];
    this.projected = new Value[passes][layers];
    int[] bits = network.bitWidths().toArray();
    for (int l = 0; l < layers; l++) {
      convolutions.add(convolution(network.layers().get(l), bits));
      projections.add(network.projection(l).map(beside -> convolution(beside, bits)));
    }
    boolean answers = design.actions().hasExit() || design.looksAtHeads();
    for (int h = 0; answers && h < plan.heads().size(); h++) {
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
   * decisions, one for each layer or block of each pass; those of the weights, with {@code
   * activation_bits} beside them where the two differ; 0 after the sample has left), {@code bitops}
   * (int64, N: those of the network, fixed layers included, the controller's not).
   */
  public static GraphBuilder build(AdaptiveDesign design, Batching batching) {
    return new AdaptiveGraph(design, batching).build();
  }

  private GraphBuilder build() {
    ConvGraph stem = convolution(network.stem(), new int[] {NetworkSpec.FIXED_BITS});
    Value codes = graph.cast(image, ElementType.FLOAT);
    tensors[0][0] = graph.op("Relu", stem.convolve(graph, codes, 0, 0));
    Outcome outcome = from(0, 0);
    graph.output(
        "logits", outcome.logits(), ElementType.FLOAT, samples(), network.spec().classes());
    List<String> names = List.of("bits", "activation_bits");
    for (int i = 0; i < outcome.bits().size(); i++) {
      graph.output(
          names.get(i), outcome.bits().get(i), ElementType.INT64, samples(), decisions.size());
    }
    graph.output("bitops", outcome.bitOps(), ElementType.INT64, samples());
    return graph;
  }

  /**
   * Adds the rest of the network.
   *
   * @param first decision that the outcome tells of; not later than {@code next}
   * @param next decision that has not been added
   */
  private Outcome from(int first, int next) {
    for (int d = next; d < decisions.size(); d++) {
      if (decisions.get(d).beginsAgain()) {
        tensors[1][0] = tensors[0][0];
      }
      Optional<Value> answer = ledger.looksAt(d) ? Optional.of(head(d)) : Optional.empty();
      answer.ifPresent(observations::look);
      Value choice = choose(d);
      if (ledger.leavesBefore(d)) {
        List<Value> before = d == first ? List.of() : ledger.bits(first, d);
        Outcome parted =
            batching == Batching.SINGLE ? branch(d, choice, answer) : part(d, choice, answer);
        return d == first ? parted : parted.after(graph, before);
      }
      run(d, choice);
    }
    int pass = decisions.get(decisions.size() - 1).pass();
    Value logits = answer(tensors[pass][layers]);
    return new Outcome(logits, ledger.total(), ledger.bits(first, decisions.size()));
  }

  /** Adds the classifier behind a pass. */
  private Value answer(Value map) {
    ConvShape last = plan.nodes().get(layers - 1).shape();
    return classifier.logits(graph, map, last.outChannels());
  }

  /** Adds the controller's choice: an action that is valid there, for each sample. */
  private Value choose(int index) {
    Decision decision = decisions.get(index);
    ConvGraph conv = convolutions.get(decision.from());
    Value codes = conv.codes(graph, input(decision), network.bitWidths().size() - 1);
    Value features = FeatureGraph.add(graph, codes, conv.shape(), network.bitWidths().max());
    Value scores = policy.scores(observations.at(index, features));
    if (design.actions().hasExit() && !ledger.leavesBefore(index)) {
      // The exit is the last action.
      scores = graph.columns(scores, design.actions().bitActions());
    }
    if (design.hasBudget()) {
      scores = policy.mask(scores, ledger.mask(index));
    }
    return graph.argMax(scores, 1);
  }

  private Value input(Decision decision) {
    return tensors[decision.pass()][decision.from()];
  }

  /** Adds the layers of a decision at the bits that were chosen, and books them. */
  private void run(int index, Value choice) {
    Decision decision = decisions.get(index);
    Value[] maps = tensors[decision.pass()];
    Value[] beside = projected[decision.pass()];
    for (int l = decision.from(); l < decision.to(); l++) {
      Value y = searchable(convolutions.get(l), maps[l], choice);
      if (projections.get(l).isPresent()) {
        beside[l] = searchable(projections.get(l).get(), maps[l], choice);
      }
      maps[l + 1] = JoinGraph.finish(graph, plan, l, y, maps, beside);
    }
    ledger.book(index, choice);
  }

  private Value searchable(ConvGraph conv, Value map, Value choice) {
    return selection.run(
        map,
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

  /**
   * Adds an If: either the head, or all the rest.
   *
   * @param answer of the head, where all samples have looked at it
   */
  private Outcome branch(int index, Value choice, Optional<Value> answer) {
    int classes = network.spec().classes();
    int rest = decisions.size() - index;
    Value leaves =
        graph.op("Equal", graph.reshape(choice), graph.scalarLong(design.actions().exitAction()));
    graph.enter("leave" + index);
    Value zeros = graph.longTensor(new long[rest], 1, rest);
    int tables = network.separate() ? 2 : 1;
    Outcome left =
        new Outcome(
            answer.map(logits -> graph.op("Identity", logits)).orElseGet(() -> head(index)),
            ledger.totalLeavingBefore(index),
            // Each of its own: what a branch yields must have different names.
            Stream.generate(() -> graph.op("Identity", zeros)).limit(tables).toList());
    GraphBuilder leave = graph.leave();
    left.addTo(leave, classes, rest);
    graph.enter("stay" + index);
    run(index, choice);
    Outcome stayed = from(index, index + 1);
    GraphBuilder stay = graph.leave();
    stayed.addTo(stay, classes, rest);
    return Outcome.of(graph.either(leaves, leave, stay, 2 + stayed.bits().size()));
  }

  /**
   * Parts the samples: those that leave get the head, the others all the rest.
   *
   * @param answer of the head, where all samples have looked at it
   */
  private Outcome part(int index, Value choice, Optional<Value> answer) {
    Value exit = graph.op("Equal", choice, graph.longs(design.actions().exitAction()));
    Value leaving = graph.places(exit);
    Value staying = graph.places(graph.op("Not", exit));
    Value leftLogits =
        answer
            .map(logits -> graph.gather(logits, leaving, 0))
            .orElseGet(() -> head(index, map -> graph.gather(map, leaving, 0)));
    Value leftBitOps = graph.gather(ledger.totalLeavingBefore(index), leaving, 0);
    Value all = batch;
    restrict(decisions.get(index), staying);
    run(index, graph.gather(choice, staying, 0));
    Outcome stayed = from(index, index + 1);
    Value noLogits =
        graph.op(
            "Expand",
            graph.floats(new float[1], 1, 1),
            graph.concat(0, all, graph.longs(network.spec().classes())));
    Value noBits =
        graph.op(
            "Expand", graph.longs(0), graph.concat(0, all, graph.longs(decisions.size() - index)));
    Value logits = graph.scatter(noLogits, leaving, leftLogits);
    Value bitOps = graph.scatter(graph.op("Expand", graph.longs(0), all), leaving, leftBitOps);
    return new Outcome(
        graph.scatter(logits, staying, stayed.logits()),
        graph.scatter(bitOps, staying, stayed.bitOps()),
        stayed.bits().stream().map(table -> graph.scatter(noBits, staying, table)).toList());
  }

  private Value head(int index) {
    return head(index, map -> map);
  }

  /**
   * Adds the answer of the head before a decision; between the passes it is the classifier's.
   *
   * @param rows of the map that the answer is wanted for
   */
  private Value head(int index, UnaryOperator<Value> rows) {
    Decision decision = decisions.get(index);
    if (decision.beginsAgain()) {
      return answer(rows.apply(tensors[0][layers]));
    }
    int channels = convolutions.get(decision.from()).shape().inChannels();
    return heads
        .get(plan.headBefore(decision.from()))
        .logits(graph, rows.apply(input(decision)), channels);
  }

  /** Goes on with some of the samples: keeps their part of everything that is still read. */
  private void restrict(Decision decision, Value staying) {
    batch = graph.op("Shape", staying);
    ledger.restrict(staying);
    observations.restrict(staying, batch);
    Value[] maps = tensors[decision.pass()];
    Value[] beside = projected[decision.pass()];
    int layer = decision.from();
    boolean again = decision.pass() + 1 < tensors.length;
    for (int from = 0; from <= layer; from++) {
      int source = from;
      boolean read =
          from == layer
              || plan.nodes().subList(layer, layers).stream().anyMatch(n -> n.skipFrom() == source);
      if (read || again && from == 0) {
        maps[from] = graph.gather(maps[from], staying, 0);
      }
      if (read && from < layer && projections.get(from).isPresent()) {
        beside[from] = graph.gather(beside[from], staying, 0);
      }
    }
  }
}
