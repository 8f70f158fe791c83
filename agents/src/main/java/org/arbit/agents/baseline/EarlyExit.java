package org.arbit.agents.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.arbit.agents.Evaluator;
import org.arbit.agents.FittedAgent;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Runs the network at one allocation, the same for all samples, and lets a sample leave at the
 * first head that is confident enough: the probability of its predicted class reaches a threshold,
 * the same for all heads (BranchyNet, arXiv 1709.01686, section III-C, with the probability in
 * place of the entropy). For every trade-off, allocation and threshold are those that were best on
 * validation data, among the uniform allocations and those of a greedy search. Not to look at heads
 * at all is one of the choices, and the only one where a network has none.
 */
final class EarlyExit implements FittedAgent {

  private static final int THRESHOLDS = 40;

  private final Metric metric;
  private final int samples;
  private @Nullable List<Candidate> candidates;

  EarlyExit(Metric metric, int samples) {
    this.metric = metric;
    this.samples = samples;
  }

  /**
   * An allocation with a threshold, and what it gave on validation data.
   *
   * @param quality mean of the metric
   * @param share of the BitOps at the greatest bit-width
   */
  private record Candidate(List<Integer> bits, double threshold, double quality, double share) {
    double value(double tradeOff) {
      return quality - tradeOff * share;
    }
  }

  @Override
  public String name() {
    return EarlyExitProvider.NAME;
  }

  @Override
  public void fit(SuperNetwork network, Dataset validation) {
    Dataset subset = Subset.of(validation, samples);
    StaticFrontier frontier = new StaticFrontier(network, subset, metric);
    new GreedySearch().run(network, frontier);
    List<Candidate> all = new ArrayList<>();
    for (StaticFrontier.Point point : frontier.best()) {
      all.add(
          new Candidate(point.bits(), Double.POSITIVE_INFINITY, point.quality(), point.share()));
    }
    if (!network.spec().exits().isEmpty()) {
      List<List<Integer>> allocations = new ArrayList<>();
      frontier.best().forEach(point -> allocations.add(point.bits()));
      for (int bits : network.bitWidths().toArray()) {
        List<Integer> uniform = Collections.nCopies(network.spec().layers(), bits);
        if (!allocations.contains(uniform)) {
          allocations.add(uniform);
        }
      }
      ExitRun run = new ExitRun(network, subset);
      for (List<Integer> bits : allocations) {
        addThresholds(network, bits, run.survey(bits), all);
      }
    }
    candidates = List.copyOf(all);
  }

  private void addThresholds(
      SuperNetwork network, List<Integer> bits, ExitRun.Survey survey, List<Candidate> into) {
    NetworkSpec spec = network.spec();
    int heads = spec.exits().size();
    double[] costs = new double[heads + 1];
    Arrays.setAll(costs, place -> ExitRun.cost(spec, bits, place, true));
    double[] sorted = survey.confidence()[0].clone();
    Arrays.sort(sorted);
    for (int k = 0; k < THRESHOLDS; k++) {
      double threshold = sorted[k * sorted.length / THRESHOLDS];
      double quality = 0;
      double bitOps = 0;
      for (int i = 0; i < sorted.length; i++) {
        int place = 0;
        while (place < heads && survey.confidence()[place][i] < threshold) {
          place++;
        }
        quality += metric.of(survey.answers()[place][i]);
        bitOps += costs[place];
      }
      double share = Share.of(network, bitOps / sorted.length);
      into.add(new Candidate(bits, threshold, quality / sorted.length, share));
    }
  }

  @Override
  public Evaluator evaluator() {
    List<Candidate> fitted = candidates;
    if (fitted == null) {
      throw new IllegalStateException(
          "The agent early-exit has not been fitted. Maybe call fit with validation data first?");
    }
    return (network, data, tradeOff) -> {
      Candidate best = fitted.get(0);
      for (Candidate candidate : fitted) {
        best = candidate.value(tradeOff) > best.value(tradeOff) ? candidate : best;
      }
      return new ExitRun(network, data).run(best.bits(), best.threshold());
    };
  }
}
