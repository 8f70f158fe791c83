package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.HeadFields;
import org.arbit.env.allocation.ObservedField;
import org.arbit.experiments.export.onnx.Attribute;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.Value;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Puts together the observation of every layer, entry by entry as the environment does: constants
 * of the layer, the history of choices, money, features of the sample, and how sure the last head
 * was.
 */
final class ObservationGraph {

  private static final String SAMPLE = "sample.";
  private static final double LAMBDA_DECADES = 2;

  private final GraphBuilder graph;
  private final AdaptiveDesign design;
  private final Ledger ledger;
  private final List<String> featureNames;
  private Value batchByOne;
  private Optional<Value> lambda;
  private Optional<Value> budget;
  private Optional<Value> gap = Optional.empty();

  /**
   * Prepares what is the same for all layers.
   *
   * @param batch a list of one: the number of samples
   */
  ObservationGraph(GraphBuilder graph, AdaptiveDesign design, Ledger ledger, Value batch) {
    this.graph = graph;
    this.design = design;
    this.ledger = ledger;
    this.batchByOne = graph.concat(0, batch, graph.longs(1));
    this.featureNames = design.network().featureNames();
    this.lambda = design.reads("money.lambda") ? Optional.of(lambda()) : Optional.empty();
    this.budget =
        design.hasBudget() && design.reads("money.budget")
            ? Optional.of(column(least(1, ledger.share(ledger.budget()))))
            : Optional.empty();
  }

  /**
   * Goes on with some of the samples.
   *
   * @param batch a list of one: their number
   */
  void restrict(Value staying, Value batch) {
    batchByOne = graph.concat(0, batch, graph.longs(1));
    lambda = lambda.map(column -> graph.gather(column, staying, 0));
    budget = budget.map(column -> graph.gather(column, staying, 0));
    gap = gap.map(column -> graph.gather(column, staying, 0));
  }

  /**
   * Takes the answer of a head, which observations tell from here to the next one.
   *
   * @param logits {@code samples x classes}
   */
  void look(Value logits) {
    int classes = design.network().spec().classes();
    List<Attribute> alongClasses =
        List.of(Attribute.of("axes", new long[] {1}), Attribute.of("keepdims", 1));
    Value best = graph.op("ReduceMax", alongClasses, logits);
    Value places = graph.longTensor(LongStream.range(0, classes).toArray(), 1, classes);
    Value isBest = graph.op("Equal", places, graph.unsqueeze(graph.argMax(logits, 1), 1));
    Value others = graph.op("Where", isBest, graph.scalar(Float.NEGATIVE_INFINITY), logits);
    Value ahead = graph.sub(best, graph.op("ReduceMax", alongClasses, others));
    gap =
        Optional.of(
            graph.div(graph.clip(ahead, 0, HeadFields.WIDEST), graph.scalar(HeadFields.WIDEST)));
  }

  /**
   * Adds the observation of a layer.
   *
   * @param features {@code samples x FeatureGraph.SIZE}
   * @return {@code samples x fields}
   */
  Value at(int layer, Value features) {
    List<Value> parts = new ArrayList<>();
    List<ObservedField> fields = design.fields();
    for (int i = 0; i < fields.size(); ) {
      int end = i + 1;
      String name = fields.get(i).name();
      if (isOfLayer(name)) {
        while (end < fields.size() && isOfLayer(fields.get(end).name())) {
          end++;
        }
        parts.add(constants(layer, i, end));
      } else if (name.startsWith(SAMPLE)) {
        while (end < fields.size() && fields.get(end).name().startsWith(SAMPLE)) {
          end++;
        }
        parts.add(features(features, fields.subList(i, end)));
      } else {
        parts.add(ofEpisode(name));
      }
      i = end;
    }
    return graph.concat(1, parts.toArray(Value[]::new));
  }

  /** Whether an entry is the same for all samples that run a layer. */
  private static boolean isOfLayer(String name) {
    return name.startsWith("layer.")
        || name.startsWith("exit.")
        || name.equals("money.leastRemaining");
  }

  private Value constants(int layer, int from, int to) {
    float[] values = new float[to - from];
    System.arraycopy(design.observed().get(layer), from, values, 0, values.length);
    return graph.op("Expand", graph.floats(values, 1, values.length), batchByOne);
  }

  private Value features(Value features, List<ObservedField> fields) {
    long[] indices = new long[fields.size()];
    boolean all = indices.length == featureNames.size();
    for (int i = 0; i < indices.length; i++) {
      indices[i] = featureNames.indexOf(fields.get(i).name().substring(SAMPLE.length()));
      all &= indices[i] == i;
      if (indices[i] < 0) {
        throw unknown(fields.get(i).name());
      }
    }
    return all ? features : graph.gather(features, graph.longs(indices), 1);
  }

  private Value ofEpisode(String name) {
    return switch (name) {
      case "history.last", "history.lastWeight" -> last(ledger.weightBits(), 1);
      case "history.beforeLast" -> last(ledger.weightBits(), 2);
      case "history.lastActivation" -> last(ledger.activationBits(), 1);
      case "history.mean", "history.meanWeight" ->
          mean(ledger.weightBits(), ledger.weightBitsSum());
      case "history.meanActivation" -> mean(ledger.activationBits(), ledger.activationBitsSum());
      case "money.spent" -> column(least(1, ledger.share(ledger.spent())));
      case "head.gap" -> gap.orElseGet(() -> same(0));
      case "head.passed" -> same(gap.isPresent() ? 1 : 0);
      case "money.lambda" -> lambda.orElseThrow();
      case "money.budget" -> budget.orElseThrow(() -> unknown(name));
      default -> throw unknown(name);
    };
  }

  /** The same for all samples. */
  private Value same(float value) {
    return graph.op("Expand", graph.floats(new float[] {value}, 1, 1), batchByOne);
  }

  /** The choice {@code back} layers ago, in bits / 8; zero before the first. */
  private Value last(List<Value> bits, int back) {
    if (bits.size() < back) {
      return same(0);
    }
    Value eighths = graph.mul(bits.get(bits.size() - back), graph.scalar(1f / BitWidths.GREATEST));
    return graph.unsqueeze(eighths, 1);
  }

  /** The mean of all choices so far, in bits / 8; zero before the first. */
  private Value mean(List<Value> bits, Optional<Value> sum) {
    if (sum.isEmpty()) {
      return last(bits, 1);
    }
    Value unit = graph.scalar((float) bits.size() * BitWidths.GREATEST);
    return graph.unsqueeze(graph.div(sum.get(), unit), 1);
  }

  /** {@code min(log10(max(lambda, least) / least) / 2, 2)}, in double precision, then rounded. */
  private Value lambda() {
    Value input = graph.input("lambda", ElementType.DOUBLE, "L");
    Value least = graph.scalarDouble(AllocationConfig.LEAST_LAMBDA);
    Value ratio = graph.div(graph.op("Max", input, least), least);
    Value unit = graph.scalarDouble(LAMBDA_DECADES * StrictMath.log(10));
    Value encoded = graph.div(graph.op("Log", ratio), unit);
    return column(least(2, encoded));
  }

  private Value least(double bound, Value value) {
    return graph.cast(graph.op("Min", value, graph.scalarDouble(bound)), ElementType.FLOAT);
  }

  /** A list of one or N values as a column of N. */
  private Value column(Value list) {
    return graph.op("Expand", graph.reshape(list, -1, 1), batchByOne);
  }

  private static InvalidInputException unknown(String name) {
    return new InvalidInputException(
        "The observation has the field "
            + name
            + ", which an adaptive ONNX file cannot compute; it knows the groups layer, history,"
            + " money, sample, head and exit. Maybe export policy-onnx?");
  }
}
