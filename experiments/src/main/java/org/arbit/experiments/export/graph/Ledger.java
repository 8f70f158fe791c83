package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arbit.env.allocation.ActionCoding;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;

/** The books inside of a graph: the bits chosen, the BitOps spent, and what a budget allows. */
final class Ledger {

  private static final long FIXED = (long) NetworkSpec.FIXED_BITS * NetworkSpec.FIXED_BITS;

  private final GraphBuilder graph;
  private final NetworkSpec network;
  private final ActionCoding actions;
  private final boolean separate;
  private final Value max;
  private final Value[] tables = new Value[2];
  private final Optional<Value> budget;
  private final List<Value> weightBits = new ArrayList<>();
  private final List<Value> activationBits = new ArrayList<>();
  private Optional<Value> weightBitsSum = Optional.empty();
  private Optional<Value> activationBitsSum = Optional.empty();
  private Value spent;

  /**
   * Opens the books.
   *
   * @param batch a list of one: the number of samples
   */
  Ledger(GraphBuilder graph, AdaptiveDesign design, Value batch) {
    this.graph = graph;
    this.network = design.network().spec();
    this.actions = design.actions();
    this.separate = design.network().separate();
    int top = actions.bitWidths().max();
    long greatest = BitOps.ofFixed(network);
    for (int l = 0; l < network.layers(); l++) {
      greatest += BitOps.ofLayer(network, l, top, top);
    }
    max = graph.scalarDouble((double) greatest);
    float[] ofWeights = new float[actions.bitActions()];
    float[] ofActivations = new float[actions.bitActions()];
    for (int a = 0; a < ofWeights.length; a++) {
      ofWeights[a] = actions.weightBits(a);
      ofActivations[a] = actions.activationBits(a);
    }
    tables[0] = graph.floats(ofWeights, ofWeights.length);
    tables[1] = graph.floats(ofActivations, ofActivations.length);
    budget =
        !design.hasBudget()
            ? Optional.empty()
            : Optional.of(graph.input("budget", ElementType.INT64, "B"));
    spent = graph.op("Expand", graph.longs(BitOps.ofFixed(network) - classifier()), batch);
  }

  private long classifier() {
    LayerSpec last = network.fixed().get(network.fixed().size() - 1);
    return last.macs() * FIXED;
  }

  /** Returns the weight bits of the layers so far, as floats. */
  List<Value> weightBits() {
    return weightBits;
  }

  /** Returns the activation bits of the layers so far, as floats. */
  List<Value> activationBits() {
    return activationBits;
  }

  /** Returns the sum of the weight bits of the layers so far; empty before the first. */
  Optional<Value> weightBitsSum() {
    return weightBitsSum;
  }

  /** Returns the sum of the activation bits of the layers so far; empty before the first. */
  Optional<Value> activationBitsSum() {
    return activationBitsSum;
  }

  /** Returns the budget in BitOps: one for all samples, or one for each. */
  Value budget() {
    return budget.orElseThrow();
  }

  /** Returns the BitOps spent so far, those of the stem included. */
  Value spent() {
    return spent;
  }

  /** Adds BitOps as a share of those at the greatest bit-widths, in double precision. */
  Value share(Value bitOps) {
    return graph.div(graph.cast(bitOps, ElementType.DOUBLE), max);
  }

  /** Adds which actions leave enough for the cheapest way to the end: {@code samples x actions}. */
  Value mask(int layer) {
    int least = actions.bitWidths().at(0);
    long rest = classifier();
    for (int l = layer + 1; l < network.layers(); l++) {
      rest += BitOps.ofLayer(network, l, least, least);
    }
    Value money = graph.sub(graph.sub(budget(), spent), graph.longs(rest));
    return graph.op("LessOrEqual", costs(layer), graph.unsqueeze(money, 1));
  }

  private Value costs(int layer) {
    long[] costs = new long[actions.bitActions()];
    for (int a = 0; a < costs.length; a++) {
      costs[a] = BitOps.ofLayer(network, layer, actions.weightBits(a), actions.activationBits(a));
    }
    return graph.longs(costs);
  }

  /** Books the choice of every sample at a layer. */
  void book(int layer, Value choice) {
    spent = graph.add(spent, graph.gather(costs(layer), choice, 0));
    Value ofWeights = graph.gather(tables[0], choice, 0);
    weightBits.add(ofWeights);
    weightBitsSum = Optional.of(plus(weightBitsSum, ofWeights));
    if (separate) {
      Value ofActivations = graph.gather(tables[1], choice, 0);
      activationBits.add(ofActivations);
      activationBitsSum = Optional.of(plus(activationBitsSum, ofActivations));
    } else {
      activationBits.add(ofWeights);
      activationBitsSum = weightBitsSum;
    }
  }

  private Value plus(Optional<Value> sum, Value bits) {
    return sum.map(before -> graph.add(before, bits)).orElse(bits);
  }

  /** Adds the outputs {@code bits}, where needed {@code activation_bits}, and {@code bitops}. */
  void close() {
    bits("bits", weightBits);
    if (separate) {
      bits("activation_bits", activationBits);
    }
    Value total = graph.add(spent, graph.longs(classifier()));
    graph.output("bitops", total, ElementType.INT64, "N");
  }

  private void bits(String name, List<Value> layers) {
    Value[] columns =
        layers.stream()
            .map(bits -> graph.unsqueeze(graph.cast(bits, ElementType.INT64), 1))
            .toArray(Value[]::new);
    graph.output(name, graph.concat(1, columns), ElementType.INT64, "N", columns.length);
  }
}
