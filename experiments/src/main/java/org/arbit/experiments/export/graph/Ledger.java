package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.arbit.env.allocation.ActionCoding;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;

/** The books inside of a graph: the bits chosen, the BitOps spent, and what a budget allows. */
final class Ledger {

  private final GraphBuilder graph;
  private final NetworkSpec network;
  private final ActionCoding actions;
  private final boolean separate;
  private final boolean looksAtHeads;
  private final Value max;
  private final Value[] tables = new Value[2];
  private final long[] least;
  private final List<Value> weightBits = new ArrayList<>();
  private final List<Value> activationBits = new ArrayList<>();
  private Optional<Value> budget;
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
    this.network = design.walked().spec();
    this.looksAtHeads = design.looksAtHeads();
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
    if (actions.hasExit()) {
      budget = budget.map(given -> graph.op("Expand", given, batch));
    }
    spent = graph.op("Expand", graph.longs(BitOps.ofFixed(network) - classifier()), batch);
    least = least();
  }

  private long classifier() {
    return BitOps.ofClassifier(network);
  }

  /** The least BitOps from each layer to the end, the classifier or a head included. */
  private long[] least() {
    int bits = actions.bitWidths().at(0);
    long[] sums = new long[network.layers() + 1];
    sums[network.layers()] = classifier();
    for (int l = network.layers() - 1; l >= 0; l--) {
      long through = look(l) + BitOps.ofLayer(network, l, bits, bits) + sums[l + 1];
      sums[l] = leavesBefore(l) ? Math.min(through, head(l)) : through;
    }
    return sums;
  }

  /** What a sample that does not leave pays for the answer of a head. */
  private long look(int layer) {
    return looksAt(layer) ? head(layer) : 0;
  }

  /** Whether all samples pay for the answer of a head before a layer. */
  boolean looksAt(int layer) {
    return looksAtHeads && network.exitBefore(layer).isPresent();
  }

  private long head(int layer) {
    return BitOps.ofExit(network.exitBefore(layer).orElseThrow());
  }

  /** Whether samples may leave before a layer. */
  boolean leavesBefore(int layer) {
    return actions.hasExit() && network.exitBefore(layer).isPresent();
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

  /**
   * Adds which actions leave enough for the cheapest way to the end: {@code samples x actions}, the
   * exit among them where there is one before the layer.
   */
  Value mask(int layer) {
    int bitActions = actions.bitActions();
    long[] needs = Arrays.copyOf(costs(layer), bitActions + (leavesBefore(layer) ? 1 : 0));
    for (int a = 0; a < bitActions; a++) {
      needs[a] += least[layer + 1];
    }
    if (leavesBefore(layer)) {
      needs[bitActions] = head(layer);
    }
    Value money = graph.sub(budget(), spent);
    return graph.op("LessOrEqual", graph.longs(needs), graph.unsqueeze(money, 1));
  }

  private long[] costs(int layer) {
    long[] costs = new long[actions.bitActions()];
    for (int a = 0; a < costs.length; a++) {
      costs[a] =
          look(layer)
              + BitOps.ofLayer(network, layer, actions.weightBits(a), actions.activationBits(a));
    }
    return costs;
  }

  /** Books the choice of every sample at a layer. */
  void book(int layer, Value choice) {
    spent = graph.add(spent, graph.gather(graph.longs(costs(layer)), choice, 0));
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

  /** Goes on with some of the samples. */
  void restrict(Value staying) {
    spent = graph.gather(spent, staying, 0);
    budget = budget.map(list -> graph.gather(list, staying, 0));
    // Observations tell no more of the history than this.
    for (int l = Math.max(0, weightBits.size() - 2); l < weightBits.size(); l++) {
      weightBits.set(l, graph.gather(weightBits.get(l), staying, 0));
      activationBits.set(
          l, separate ? graph.gather(activationBits.get(l), staying, 0) : weightBits.get(l));
    }
    weightBitsSum = weightBitsSum.map(sum -> graph.gather(sum, staying, 0));
    activationBitsSum =
        separate ? activationBitsSum.map(sum -> graph.gather(sum, staying, 0)) : weightBitsSum;
  }

  /** Adds the BitOps of samples that leave before a layer, the head included. */
  Value totalLeavingBefore(int layer) {
    return graph.add(spent, graph.longs(head(layer)));
  }

  /** Adds the BitOps of samples that have run all layers, the classifier included. */
  Value total() {
    return graph.add(spent, graph.longs(classifier()));
  }

  /**
   * Adds tables of bits, {@code samples x decisions}: that of the weights and, where they may
   * differ, that of the activations.
   *
   * @param from first decision; there and since, no samples may have left
   * @param to behind the last decision
   */
  List<Value> bits(int from, int to) {
    return separate
        ? List.of(table(weightBits.subList(from, to)), table(activationBits.subList(from, to)))
        : List.of(table(weightBits.subList(from, to)));
  }

  private Value table(List<Value> layers) {
    Value[] columns =
        layers.stream()
            .map(bits -> graph.unsqueeze(graph.cast(bits, ElementType.INT64), 1))
            .toArray(Value[]::new);
    return graph.concat(1, columns);
  }
}
