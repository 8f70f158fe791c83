package org.arbit.agents.baseline;

import org.arbit.agents.Evaluator;
import org.arbit.agents.FittedAgent;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The best of the static allocations that a search has tried on validation data: for every
 * trade-off the one with the greatest quality less price. Weights and activations share their
 * bit-width.
 */
final class StaticSearch implements FittedAgent {

  private final String name;
  private final Metric metric;
  private final int samples;
  private final Search search;
  private @Nullable StaticFrontier frontier;

  /** What decides which allocations are tried. */
  @FunctionalInterface
  interface Search {
    void run(SuperNetwork network, StaticFrontier frontier);
  }

  StaticSearch(String name, Metric metric, int samples, Search search) {
    this.name = name;
    this.metric = metric;
    this.samples = samples;
    this.search = search;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void fit(SuperNetwork network, Dataset validation) {
    StaticFrontier tried = new StaticFrontier(network, Subset.of(validation, samples), metric);
    search.run(network, tried);
    frontier = tried;
  }

  @Override
  public Evaluator evaluator() {
    StaticFrontier fitted = frontier;
    if (fitted == null) {
      throw new IllegalStateException(
          "The agent " + name + " has not been fitted. Maybe call fit with validation data first?");
    }
    return (network, data, tradeOff) -> {
      var bits = fitted.best(tradeOff).bits();
      NetworkRun.Choice choice = (sample, layer) -> bits.get(layer);
      return new NetworkRun(network, data).run(choice, choice);
    };
  }
}
